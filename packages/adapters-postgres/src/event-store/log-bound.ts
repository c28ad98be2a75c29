import type { Session, TextRow } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';

const setting = 'foldmart.log_bound';

/** The bound of {@link runBounded} in its statement: every append with a lower transaction id has ended. */
export const bound = `current_setting('${setting}')::xid8`;

/**
 * Finds the bound, then runs a statement that reads below it, in one round trip. The statement has a later snapshot than the
 * bound, so it sees every event below. In a transaction whose snapshot is older, it sees those of the snapshot.
 */
export function runBounded<Row>(
  session: Session,
  { logBound }: Pick<DatabaseTables, 'logBound'>,
  statement: Statement,
  decode: (row: TextRow) => Row,
): Promise<readonly Row[]> {
  const finding = prepare(`SELECT set_config('${setting}', ${logBound}()::text, true)`);
  return session.read([finding, statement], decode);
}
