import {
  PortError,
  type PreparedWrite,
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

/** As many events as appends may wait for. */
const longestTail = 5_000;

/** What is to be put in place. */
export interface FinishedRebuild {
  readonly plan: RebuildPlan;
  readonly rebuild: Rebuild;
  /** How long running transactions may take to let go. */
  readonly timeoutMs: number;
}

/**
 * Has the shadow take the place of the rows when `transaction` commits. It waits until those who write these rows have
 * ended and holds new ones back, so that what is committed then, whether readers of the log may see it yet or not, is
 * all that the shadow lacks.
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
  for (const write of owed) transaction.onCommit(write);
  transaction.onCommit(() => swap(database, rebuild));
  transaction.onCommit(() => recordVersions(database, plan, rebuild, builtAt));
  return 'done';
}

/** What inline projections make of events that the shadow has not seen; asynchronous ones follow by themselves. */
function owedInline(
  database: MemoryDatabase,
  { projections }: RebuildPlan,
  rebuild: Rebuild,
  tail: readonly StoredEvent[],
): readonly PreparedWrite[] {
  const projector = new InlineProjector(projections);
  const tables = tablesFor(rebuild, database, 'finish');
  const request = { port: 'rebuild-store', operation: 'finish' } as const;
  return tail.flatMap((event) => projector.project(event, tables, request));
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

/** Copies the columns that no event writes. */
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
