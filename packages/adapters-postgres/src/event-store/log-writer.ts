import { isRaisedInFunction, isUniqueViolation } from '../classify-error.js';
import { failedStatement, type Session } from '../connection/session.js';
import { logTarget, prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import type { InlineProjector } from '../read-models/inline-projector.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import { consumedStatement, type RecordConsumed } from './consumed-positions.js';
import { recordStatements, type RecordStatements } from './event-record.js';
import { inlineFence } from './inline-fence.js';
import { placedStatements, type PlacedStatements } from './placed-records.js';
import { placeStatement } from './transaction-place.js';
import { streamStateReader, type ReadStreamState } from './stream-heads.js';

/** The parts that every writer of the log needs. */
export interface LogContext {
  readonly tables: DatabaseTables;
  /** Runs as the first statement of a transaction that writes the log; see migration 13. */
  readonly beginAppend: Statement;
  readonly catalog: ModelCatalog;
  readonly projector: InlineProjector;
  readonly records: RecordStatements;
  readonly placed: PlacedStatements;
  /** Returns the place of its transaction in the log; see {@link placeOf}. */
  readonly place: Statement;
  /** Runs before any read model is used in a transaction that writes the log: see {@link inlineFence}. */
  readonly fence: Statement;
  readonly readState: ReadStreamState;
  readonly recordConsumed: RecordConsumed;
  /** Call after the commit of a transaction that may have written the log. */
  readonly appended: () => void;
}

export function logContext(
  tables: DatabaseTables,
  catalog: ModelCatalog,
  projector: InlineProjector,
  appended: () => void = () => undefined,
): LogContext {
  const fence = inlineFence(tables, projector.projections);
  return {
    tables,
    catalog,
    projector,
    beginAppend: prepare(`SELECT ${tables.beginAppend}()`),
    placed: placedStatements(tables, fence),
    place: placeStatement(tables),
    records: recordStatements(tables.events),
    fence,
    readState: streamStateReader(tables),
    recordConsumed: consumedStatement(tables),
    appended,
  };
}

/** Whether the log has an event with the same id or the same stream version. Keys of read models do not count. */
export function isTakenPlace(error: unknown): boolean {
  if (!isUniqueViolation(error) || isRaisedInFunction(error)) return false;
  return failedStatement(error)?.writes === logTarget;
}

const queue = prepare(
  `SELECT pg_advisory_xact_lock(hashtextextended($1 || ':' || stream_id, 7))
   FROM unnest($2::text[]) AS input (stream_id)`,
);
/** The server's lock table is limited: writes to more streams than this share one lock. */
const mostQueuedStreams = 20;
const manyStreams = ['many streams'];

/**
 * Waits for other writers of these streams that have lost a race before. Call it before anything assigns the
 * transaction an id, so that its id is above theirs.
 */
export async function queueForStreams(
  session: Session,
  tables: DatabaseTables,
  streamIds: readonly string[],
): Promise<void> {
  for (const statement of queueStatements(tables, streamIds)) await session.run(statement);
}

/** The statement of {@link queueForStreams}; none if there are no streams. */
export function queueStatements(
  { schema }: DatabaseTables,
  streamIds: readonly string[],
): readonly Statement[] {
  if (streamIds.length === 0) return [];
  const keys = streamIds.length > mostQueuedStreams ? manyStreams : streamIds.toSorted();
  return [{ ...queue, values: [schema, textArray(keys)] }];
}
