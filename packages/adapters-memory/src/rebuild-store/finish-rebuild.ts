import {
  PreparedWrites,
  PortError,
  type RebuildPlan,
  type Row,
  type RowTable,
  type StoredEvent,
} from '@foldmart/core';
import type { MemoryDatabase } from '../database/memory-database.js';
import { timestampOf } from '../database/timestamp.js';
import type { Transaction } from '../database/transaction.js';
import { InlineProjector } from '../projection-store/inline-projector.js';
import { projectionsTable } from '../projection-store/projection-states.js';
import type { Rebuild } from './rebuild.js';
import { tablesFor } from './rebuild-tables.js';

/** The largest number of events that appends may wait for. */
const longestTail = 5_000;

/** The rebuild to swap in. */
export interface FinishedRebuild {
  readonly plan: RebuildPlan;
  readonly rebuild: Rebuild;
  /** How long to wait for the locks of running transactions, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Swaps the shadow in when `transaction` commits. Waits until transactions that write these rows have ended, and
 * blocks new ones. From then on, the shadow lacks only events that are committed, whether or not readers of the log
 * can see them yet.
 */
export async function finishRebuild(
  database: MemoryDatabase,
  transaction: Transaction,
  { plan, rebuild, timeoutMs }: FinishedRebuild,
): Promise<'done' | 'behind'> {
  const { position } = rebuild.state;
  const { log, tableLocks } = database;
  if (log.settled.countBehind(position) > longestTail) return 'behind';
  const tables = [projectionsTable, ...rebuild.shadow.models.map(({ name }) => name)];
  if (!(await tableLocks.exclude(transaction, tables, timeoutMs))) throw inUse(plan, timeoutMs);
  const tail = log.committed().read(position, longestTail + 1).events;
  if (tail.length > longestTail) return 'behind';
  const owed = owedInline(database, plan, rebuild, tail);
  const builtAt = timestampOf(database.clock);
  transaction.onCommit(() => owed.make());
  transaction.onCommit(() => swap(database, rebuild));
  transaction.onCommit(() => recordVersions(database, plan, rebuild, builtAt));
  return 'done';
}

/**
 * Folds events that the shadow has not seen into it, for inline projections; asynchronous ones catch up by
 * themselves.
 */
function owedInline(
  database: MemoryDatabase,
  { projections }: RebuildPlan,
  rebuild: Rebuild,
  tail: readonly StoredEvent[],
): PreparedWrites {
  const projector = new InlineProjector(projections);
  const writes = new PreparedWrites(tablesFor(rebuild, database, 'finish'));
  const request = { port: 'rebuild-store', operation: 'finish' } as const;
  for (const event of tail) projector.project(event, writes, request);
  return writes;
}

function swap({ tables, rebuilds }: MemoryDatabase, rebuild: Rebuild): void {
  for (const { name } of rebuild.shadow.models) {
    const built = rebuild.shadow.table(name);
    const before = tables.find(name);
    if (before !== undefined) keepOperational(before, built);
    tables.put(built);
  }
  for (const [id, other] of rebuilds) if (other.overlaps(rebuild)) rebuilds.delete(id);
}

/** Copies the operational columns, which no event writes. */
function keepOperational(before: RowTable, built: RowTable): void {
  const columns = Object.keys(built.model.operational ?? {}).filter(
    (column) => column in (before.model.operational ?? {}),
  );
  if (columns.length === 0) return;
  for (const [key, row] of [...built.rows()]) {
    const old = before.get(key);
    if (old !== undefined) built.put(key, { ...row, ...pick(old, columns) });
  }
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function recordVersions(
  { projectionStates }: MemoryDatabase,
  { projections }: RebuildPlan,
  { state }: Rebuild,
  movedAt: string,
): void {
  for (const { name, version, mode } of projections) {
    const position = mode === 'async' ? state.position : undefined;
    projectionStates.set({ name, version, mode, position, movedAt, parked: undefined });
  }
}

function inUse({ id }: RebuildPlan, timeoutMs: number): PortError {
  return new PortError({
    port: 'rebuild-store',
    operation: 'finish',
    reason: 'unavailable',
    message: `The rows of ${id} were in use for ${timeoutMs} ms; nothing was changed.`,
    hint: 'try again',
  });
}
