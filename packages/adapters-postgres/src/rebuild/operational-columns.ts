import type { Session } from '../connection/session.js';
import { columnTypes } from '../read-models/column-types.js';
import type { TableColumn } from '../read-models/model-table.js';
import { sameKey } from '../read-models/statement-input.js';
import type { ShadowedTable } from './shadow-tables.js';

/**
 * Copies operational columns to the shadow, for rows that are in both; writes only what differs, so that a second time
 * takes little. A column that the live table does not have yet, or whose key is another, has nothing to give.
 */
export async function copyOperational(
  session: Session,
  { live, shadow }: ShadowedTable,
): Promise<void> {
  if (live.operational.length === 0) return;
  const types = await columnTypes(session, live);
  const isThere = ({ name, sqlType }: TableColumn): boolean => types.get(name) === sqlType;
  const columns = live.operational.filter(isThere).map(({ quoted }) => quoted);
  if (columns.length === 0 || !live.key.every(isThere)) return;
  const listed = (alias: string): string =>
    columns.map((column) => `${alias}.${column}`).join(', ');
  await session.run({
    text: `
      UPDATE ${shadow.name} AS target
      SET ${columns.map((column) => `${column} = source.${column}`).join(', ')}
      FROM ${live.name} AS source
      WHERE ${sameKey(live, 'target', 'source')}
        AND (${listed('target')}) IS DISTINCT FROM (${listed('source')})`,
  });
}
