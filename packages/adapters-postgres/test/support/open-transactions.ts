import type { Session } from '../../src/connection/session.js';
import { tablesIn } from '../../src/database-tables.js';

const takeId = { text: 'SELECT pg_current_xact_id()' };

/** Begins a transaction that has an id and may append to the log of a schema: readers wait for it. */
export async function beginOpenAppend(session: Session, schema: string): Promise<void> {
  await session.run({ text: 'BEGIN' });
  await session.run({ text: `SELECT ${tablesIn(schema).beginAppend}()` });
  await session.run(takeId);
}

/** Begins a transaction that has an id and appends nothing. */
export async function beginForeign(session: Session): Promise<void> {
  await session.run({ text: 'BEGIN' });
  await session.run(takeId);
}
