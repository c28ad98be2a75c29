import type { Session, TextRow } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import type { WireRow } from '../connection/wire/wire-row.js';
import type { DatabaseTables } from '../database-tables.js';

const setting = 'foldmart.log_bound';

/** The bound of {@link readBounded} in its statement: every append with a lower transaction id has ended. */
export const bound = `current_setting('${setting}')::xid8`;

type Bounding = Pick<DatabaseTables, 'logBound'>;

/**
 * Finds the bound, then runs a statement that reads below it, in one round trip. The statement has a later snapshot than the
 * bound, so it sees every event below. In a transaction whose snapshot is older, it sees those of the snapshot.
 */
export function readBounded<Row>(
  session: Session,
  tables: Bounding,
  statement: Statement,
  decode: (row: WireRow) => Row,
): Promise<readonly Row[]> {
  return session.read([finding(tables), statement], decode);
}

/** The same for a statement with few rows. */
export async function runBounded(
  session: Session,
  tables: Bounding,
  statement: Statement,
): Promise<readonly TextRow[]> {
  const results = await session.transact([finding(tables), statement]);
  return results.at(-1)?.rows ?? [];
}

function finding({ logBound }: Bounding): Statement {
  return prepare(`SELECT set_config('${setting}', ${logBound}()::text, true)`);
}
