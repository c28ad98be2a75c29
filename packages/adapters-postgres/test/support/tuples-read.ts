import type { Session } from '../../src/connection/session.js';
import type { DatabaseTables } from '../../src/database-tables.js';

/** Rows and index entries that this transaction has read of the log so far. */
export async function tuplesRead(
  session: Session,
  { schema, events }: DatabaseTables,
): Promise<number> {
  const { rows } = await session.run({
    text: `
      SELECT sum(pg_stat_get_xact_tuples_returned(oid) + pg_stat_get_xact_tuples_fetched(oid))
      FROM pg_class WHERE relnamespace = to_regnamespace($1)
        AND (oid = to_regclass($2) OR oid IN (
          SELECT indexrelid FROM pg_index WHERE indrelid = to_regclass($2)))`,
    values: [schema, events],
  });
  return Number(rows[0]?.[0]);
}
