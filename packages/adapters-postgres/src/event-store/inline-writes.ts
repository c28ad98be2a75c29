import type { EventEnvelope } from '@foldmart/core';
import type { CopyStatement, Statement } from '../connection/statement.js';
import { writeStatements, type InsertMode } from '../read-models/write-statements.js';
import type { InlineProjector } from '../read-models/inline-projector.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** The inline projections of a program, and the tables that they write. */
export interface InlineProjections {
  readonly projector: InlineProjector;
  readonly catalog: ModelCatalog;
}

/** Inline projections that failed before anything was sent to the server. */
export class InlineProjectionError extends Error {
  override readonly name = 'InlineProjectionError';
}

/**
 * The statements that project new events inline. Throws {@link InlineProjectionError} if a projection throws or makes
 * a row that does not fit its read model.
 */
export function inlineStatements(
  { projector, catalog }: InlineProjections,
  events: readonly EventEnvelope[],
  mode?: InsertMode,
): readonly (Statement | CopyStatement)[] {
  try {
    return writeStatements(projector.project(events), catalog, mode);
  } catch (error) {
    const types = new Set(events.map(({ type }) => type));
    const names = projector.projections
      .filter(({ handles }) => handles.some((type) => types.has(type)))
      .map(({ name }) => name);
    const why = error instanceof Error ? error.message : String(error);
    throw new InlineProjectionError(`Inline projection ${names.join(' or ')} failed: ${why}`, {
      cause: error,
    });
  }
}
