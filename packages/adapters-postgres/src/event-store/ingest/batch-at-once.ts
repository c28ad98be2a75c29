import type { IngestBatch, IngestReport } from '@foldmart/core';
import { isRefusedData } from '../../classify-error.js';
import type { Session } from '../../connection/session.js';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import { parkStatement } from '../../dead-letter-store/park-letters.js';
import { gapIn } from '../consumed-positions.js';
import { InlineProjectionError } from '../inline-writes.js';
import type { LogContext } from '../log-writer.js';
import { lineOf } from './batch-keys.js';
import { copyStatements } from './copy-batch.js';
import { placeStatements } from './place-batch.js';

/** The statements that record a batch whole, in one transaction, if all of it is new. */
export type BatchPlan = readonly (Statement | CopyStatement)[];

export interface BatchPlanOptions {
  /** First waits for other batches of the same streams that lost a race. */
  readonly queues: boolean;
}

/**
 * Plans to record a batch as if all of it were new. Undefined if that cannot be said before its streams are looked at, or if it
 * may hold values that Postgres cannot store.
 */
export function planBatch(
  context: LogContext,
  batch: IngestBatch,
  { queues }: BatchPlanOptions = { queues: false },
): BatchPlan | undefined {
  const { items, deadLetters = [], consumed } = batch;
  const unlessHeld = lineOf(batch) !== undefined;
  const recording = unlessProjectionFails(
    () => copyStatements(context, items) ?? placeStatements(context, batch, queues),
  );
  if (recording === undefined) return undefined;
  return [
    ...recording,
    ...(deadLetters.length === 0 ? [] : [parkStatement(context.tables, deadLetters)]),
    ...(consumed === undefined ? [] : [context.recordConsumed(consumed, { unlessHeld })]),
  ];
}

/**
 * Runs a plan in one round trip. Returns undefined and records nothing if some of the batch exists already or is
 * rejected.
 */
export async function recordAtOnce(
  session: Session,
  plan: BatchPlan,
  { items, consumed }: IngestBatch,
): Promise<IngestReport | undefined> {
  try {
    const results = await session.transact(plan);
    const gap = consumed === undefined ? undefined : gapIn(results.at(-1));
    return { outcomes: items.map(() => 'appended'), ...(gap !== undefined && { gap }) };
  } catch (error) {
    if (isRefusedData(error)) return undefined;
    throw error;
  }
}

/** Undefined if a projection fails: it matters only if the event is new. */
function unlessProjectionFails(plan: () => BatchPlan | undefined): BatchPlan | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof InlineProjectionError) return undefined;
    throw error;
  }
}
