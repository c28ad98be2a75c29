import { inTransaction, type Session } from '../connection/session.js';
import type { DatabaseTables } from '../database-tables.js';

/**
 * Begins a new epoch where the log was restored into another cluster: there, transaction ids begin again, and
 * without it new events would come before old ones. To be called under the migration lock, before any append.
 */
export async function raiseEpoch(
  session: Session,
  { events, logEpoch }: DatabaseTables,
): Promise<void> {
  await inTransaction(session, async () => {
    const { rows } = await session.run({
      text: `
        UPDATE ${logEpoch} SET epoch = epoch + 1, system_identifier = here.system_identifier::text
        FROM pg_control_system() AS here
        WHERE ${logEpoch}.system_identifier <> here.system_identifier::text
        RETURNING epoch`,
    });
    const epoch = rows[0]?.[0];
    if (epoch === undefined || epoch === null) return;
    await session.run({
      text: `ALTER TABLE ${events} ALTER COLUMN epoch SET DEFAULT ${String(Number(epoch))}`,
    });
  });
}
