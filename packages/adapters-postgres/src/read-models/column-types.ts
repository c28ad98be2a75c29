import type { Session } from '../connection/session.js';
import type { ModelTable } from './model-table.js';

/** The current column types of a table, as format_type writes them; empty if the table does not exist. */
export async function columnTypes(
  session: Session,
  { name }: ModelTable,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await session.run({
    text: `
      SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
      WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    values: [name],
  });
  return new Map(rows.map(([column, type]) => [String(column), String(type)]));
}
