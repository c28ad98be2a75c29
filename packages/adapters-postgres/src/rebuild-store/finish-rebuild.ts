import type { LogPosition, RebuildPlan } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { PatientPool } from '../connection/patient-pool.js';
import type { Operation } from '../connection/port-failure.js';
import type { Session, TextRow } from '../connection/session.js';
import type { DatabaseTables } from '../database-tables.js';
import { readCommittedLog } from '../event-store/log-reader.js';
import { fittingStatements } from '../projection-store/fitting-writes.js';
import { InlineProjector } from '../read-models/inline-projector.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import { copyOperational, copyOperationalPage } from './operational-columns.js';
import { fingerprintOf } from './rebuild-row.js';
import { grantAlike, swapTables, type ShadowedTable } from './shadow-tables.js';
import { assertNoneNewer, recordVersions } from './stored-versions.js';

/** Connections with time-outs for work that other processes wait for, and without for long work. */
export interface RebuildPools {
  readonly pool: ConnectionPool;
  readonly patientPool: PatientPool;
}

/** A rebuild whose shadow is swapped in. */
export interface Finishing {
  readonly tables: DatabaseTables;
  readonly plan: RebuildPlan;
  readonly from: LogPosition | undefined;
  readonly shadowed: readonly ShadowedTable[];
  /** The catalog with the shadows. */
  readonly catalog: ModelCatalog;
}

type Outcome = 'done' | 'behind' | 'overtaken';

const operation: Operation = { port: 'rebuild-store', operation: 'finish' };

/** More events than this are not folded while appends wait. */
const longestTail = 5_000;
/** How long to wait for vacuum, in milliseconds. The wait blocks no other process; vacuum yields after a second. */
const longestVacuumMs = 5_000;
/**
 * How long the swap may wait for running appends, and then for readers, in milliseconds. New appends and readers
 * queue behind that wait.
 */
const longestQueueMs = 250;
/** How long a process that blocks them all may be idle before the server terminates its session, in milliseconds. */
const longestSilenceMs = 5_000;

/**
 * Swaps the tables. Work that blocks no other process is done first, in short transactions; the rest is done in one
 * transaction. Rejects with a lock time-out if others do not release their locks in time.
 */
export async function finishRebuild(
  { pool, patientPool }: RebuildPools,
  finishing: Finishing,
): Promise<Outcome> {
  const outcome = await prepare(patientPool, finishing);
  return outcome ?? pool.transaction(operation, (session) => swap(session, finishing));
}

async function prepare(pool: PatientPool, finishing: Finishing): Promise<Outcome | undefined> {
  const { tables, plan, shadowed } = finishing;
  const isBehind = await holding(pool, finishing, async (session) => {
    await assertNoneNewer(session, tables, plan);
    return (await readTail(session, finishing)).length > longestTail;
  });
  if (isBehind === 'overtaken') return 'overtaken';
  if (isBehind.value) return 'behind';
  for (const table of shadowed) {
    if ((await prepareTable(pool, finishing, table)) === 'overtaken') return 'overtaken';
  }
  return undefined;
}

async function prepareTable(
  pool: PatientPool,
  finishing: Finishing,
  table: ShadowedTable,
): Promise<'overtaken' | undefined> {
  let after: TextRow | undefined;
  do {
    const last = after;
    const page = await holding(pool, finishing, (session) =>
      copyOperationalPage(session, table, last),
    );
    if (page === 'overtaken') return page;
    after = page.value;
  } while (after !== undefined);
  const done = await holding(pool, finishing, async (session) => {
    await grantAlike(session, table);
    // Without statistics of the new table, its first plans would be made as for an empty table.
    await session.run({ text: `ANALYZE ${table.shadow.name}` });
  });
  return done === 'overtaken' ? done : undefined;
}

/** Runs `work` in a transaction that locks the rebuild at its position. */
function holding<Value>(
  pool: PatientPool,
  finishing: Finishing,
  work: (session: Session) => Promise<Value>,
): Promise<'overtaken' | { readonly value: Value }> {
  return pool.transaction(operation, async (session) =>
    (await holdRebuild(session, finishing)) ? { value: await work(session) } : 'overtaken',
  );
}

async function swap(session: Session, finishing: Finishing): Promise<Outcome> {
  const { tables, plan, from, shadowed, catalog } = finishing;
  await session.run({
    text: `SET LOCAL idle_in_transaction_session_timeout = ${String(longestSilenceMs)}`,
  });
  if (!(await holdRebuild(session, finishing))) return 'overtaken';
  await holdBackVacuum(session, finishing);
  await limitWaits(session, longestQueueMs);
  // Waits for appends that have passed the fence, and for steps of projections; later ones wait for the swap.
  await session.run({ text: `LOCK TABLE ${tables.checkpoints} IN EXCLUSIVE MODE` });
  await assertNoneNewer(session, tables, plan);
  const tail = await readTail(session, finishing);
  if (tail.length > longestTail) return 'behind';
  const writes = new InlineProjector(plan.projections).project(tail);
  await session.runAll(fittingStatements(operation, writes, catalog));
  if (shadowed.length > 0) {
    const live = shadowed.map((table) => table.live.name).join(', ');
    await session.run({ text: `LOCK TABLE ${live} IN ACCESS EXCLUSIVE MODE` });
  }
  for (const table of shadowed) await copyOperational(session, table);
  await swapTables(session, tables.schema, shadowed);
  await session.runAll([
    recordVersions(tables, plan, from),
    { text: `DELETE FROM ${tables.rebuilds} WHERE id = $1`, values: [plan.id] },
  ]);
  return 'done';
}

/** Locks the rebuild's row; false if the rebuild is not at its position any more. */
async function holdRebuild(session: Session, { tables, plan, from }: Finishing): Promise<boolean> {
  const { rows } = await session.run({
    text: `
      SELECT id FROM ${tables.rebuilds}
      WHERE id = $1 AND fingerprint = $2 AND position IS NOT DISTINCT FROM $3 AND parked_at IS NULL
      FOR UPDATE`,
    values: [plan.id, fingerprintOf(plan), from ?? null],
  });
  return rows.length > 0;
}

/** The events that the shadow lacks, whether or not readers of the log can see them yet. */
async function readTail(session: Session, { tables, from }: Finishing) {
  const range = { limit: longestTail + 1, ...(from === undefined ? {} : { after: from }) };
  return (await readCommittedLog(session, tables, range)).events;
}

/** Vacuum yields to a session that waits long for its lock, and cannot start again while this lock is held. */
async function holdBackVacuum(session: Session, { tables, shadowed }: Finishing): Promise<void> {
  await limitWaits(session, longestVacuumMs);
  const names = shadowed.flatMap(({ live, shadow }) => [live.name, shadow.name]);
  await session.run({
    text: `LOCK TABLE ${[tables.checkpoints, ...names].join(', ')} IN SHARE UPDATE EXCLUSIVE MODE`,
  });
}

async function limitWaits(session: Session, longestMs: number): Promise<void> {
  await session.run({ text: `SET LOCAL lock_timeout = ${String(longestMs)}` });
}
