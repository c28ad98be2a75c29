import { projectionFailuresModel } from '@foldmart/core';
import { prepare, quoted, type Statement } from '../connection/statement.js';
import { reservedTableNames } from '../database-tables.js';
import { isShadowName } from '../read-models/table-names.js';

const ownTables = new Set([...reservedTableNames, projectionFailuresModel.name]);

/** Lists the tables of a schema in code point order, without those that belong to an extension. */
export function tablesStatement(schema: string): Statement {
  return {
    ...prepare(`
      SELECT relname FROM pg_class
      WHERE relnamespace = to_regnamespace($1) AND relkind IN ('r', 'p') AND NOT relispartition
        AND NOT EXISTS (
          SELECT FROM pg_depend
          WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
        )
      ORDER BY relname COLLATE "C"`),
    values: [quoted(schema)],
  };
}

/** Whether the library made this table for itself, or a rebuild fills it. */
export function isOwnTable(name: string): boolean {
  return ownTables.has(name) || isShadowName(name);
}
