import type { Session, TextRow } from '../connection/session.js';
import { columnTypes } from '../read-models/column-types.js';
import type { TableColumn } from '../read-models/model-table.js';
import { sameKey } from '../read-models/statement-input.js';
import type { ShadowedTable } from './shadow-tables.js';

/** Copying this many rows at a time takes a fraction of a second. */
const pageSize = 10_000;

/** Copies operational columns to the shadow, for rows that exist in both tables; writes only differing rows. */
export async function copyOperational(session: Session, table: ShadowedTable): Promise<void> {
  const columns = await columnsToKeep(session, table);
  if (columns.length > 0) {
    await session.run({ text: copyText(table, columns, table.live.name) });
  }
}

/**
 * The same for a page of rows after a key; returns the last key, or undefined after the last row. Little is then left
 * for {@link copyOperational}.
 */
export async function copyOperationalPage(
  session: Session,
  table: ShadowedTable,
  after: TextRow | undefined,
): Promise<TextRow | undefined> {
  const columns = await columnsToKeep(session, table);
  if (columns.length === 0) return undefined;
  const { key, name } = table.live;
  const keys = key.map(({ quoted }) => quoted).join(', ');
  const bounds = key.map(({ sqlType }, index) => `$${String(index + 1)}::text::${sqlType}`);
  const behind = after === undefined ? '' : `WHERE (${keys}) > (${bounds.join(', ')})`;
  const { rows } = await session.run({
    text: `
      WITH page AS MATERIALIZED (
        SELECT ${[keys, ...columns].join(', ')} FROM ${name} ${behind}
        ORDER BY ${keys} LIMIT ${String(pageSize)}
      ),
      copied AS (${copyText(table, columns, 'page')})
      SELECT ${keys} FROM page ORDER BY ${key.map(({ quoted }) => `${quoted} DESC`).join(', ')} LIMIT 1`,
    ...(after === undefined ? {} : { values: after }),
  });
  return rows[0];
}

/** None if the live table does not have them yet, or has another key. */
async function columnsToKeep(
  session: Session,
  { live }: ShadowedTable,
): Promise<readonly string[]> {
  if (live.operational.length === 0) return [];
  const types = await columnTypes(session, live);
  const isThere = ({ name, sqlType }: TableColumn): boolean => types.get(name) === sqlType;
  if (!live.key.every(isThere)) return [];
  return live.operational.filter(isThere).map(({ quoted }) => quoted);
}

function copyText({ live, shadow }: ShadowedTable, columns: readonly string[], from: string) {
  const listed = (alias: string): string =>
    columns.map((column) => `${alias}.${column}`).join(', ');
  return `
    UPDATE ${shadow.name} AS target
    SET ${columns.map((column) => `${column} = source.${column}`).join(', ')}
    FROM ${from} AS source
    WHERE ${sameKey(live, 'target', 'source')}
      AND (${listed('target')}) IS DISTINCT FROM (${listed('source')})`;
}
