import { inTransaction, type Session } from '../connection/session.js';
import type { DatabaseTables } from '../database-tables.js';

/**
 * Starts a new epoch if the log was restored into another cluster. Transaction ids start again there, so without a
 * new epoch, new events would sort before old ones. Call it under the migration lock, before any append.
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
