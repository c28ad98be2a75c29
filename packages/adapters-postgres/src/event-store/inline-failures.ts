import { projectionFailedError } from '@foldmart/core';
import {
  classifyError,
  isRaisedInFunction,
  isRefusedData,
  isRefusedValue,
  sqlState,
} from '../classify-error.js';
import type { Operation } from '../connection/port-failure.js';
import { failedStatement } from '../connection/session.js';
import { logTarget } from '../connection/statement.js';
import type { InlineProjector } from '../read-models/inline-projector.js';
import { InlineProjectionError } from './inline-writes.js';

/** Runs work that records events; an error that is not the events' fault becomes the PortError `projection-failed`. */
export async function explainingInlineFailures<Result>(
  { projector }: { readonly projector: InlineProjector },
  operation: Operation,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const what = whatFailed(projector, error);
    if (what === undefined) throw error;
    throw projectionFailedError({ ...operation, what, cause: error });
  }
}

/** Whether the server rejects a value of an event itself: only the event can be the cause. */
export function isFaultOfEvent(error: unknown): boolean {
  if (!isRefusedValue(error) || isRaisedInFunction(error)) return false;
  const { writes = logTarget } = failedStatement(error) ?? {};
  return writes === logTarget;
}

/** Which code of the application, or of the database's operator, failed; undefined for any other error. */
function whatFailed(projector: InlineProjector, error: unknown): string | undefined {
  if (error instanceof InlineProjectionError) return error.message;
  const statement = failedStatement(error);
  if (statement === undefined || !(error instanceof Error)) return undefined;
  if (sqlState(error) === undefined || classifyError(error).isRetryable) return undefined;
  if (statement.text === 'COMMIT') {
    return `A deferred constraint or trigger refused the commit: ${error.message}`;
  }
  if (statement.writes === undefined) return undefined;
  if (statement.writes === logTarget) {
    return isRefusedByCode(error)
      ? `A constraint or trigger of the table events refused the events: ${error.message}`
      : undefined;
  }
  const names = projector.projections
    .filter(({ models }) => models.some(({ name }) => name === statement.writes))
    .map(({ name }) => name);
  const who = `Inline projection ${names.join(' or ')}`;
  return `${who} cannot write read model ${statement.writes}: ${error.message}`;
}

/** The library's own columns and keys never reject an event like this. */
function isRefusedByCode(error: Error): boolean {
  if (isRefusedData(error)) return !isFaultOfEvent(error);
  return classifyError(error).reason === 'unknown';
}
