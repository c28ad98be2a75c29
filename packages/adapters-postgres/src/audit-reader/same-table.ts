import { prepare, type Statement } from '../connection/statement.js';
import type { ModelTable } from '../read-models/model-table.js';

/**
 * Whether the table of this name is still the one that had the name in the transaction's snapshot. Names resolve to
 * current tables whatever the snapshot, and a table that was filled later would look empty ("Caveats" in the manual's
 * chapter on concurrency control). Run it after a statement that uses the table, whose lock prevents a swap.
 */
export function sameTableStatement({ name, relation }: ModelTable): Statement {
  return {
    ...prepare(`
      SELECT EXISTS (
        SELECT FROM pg_class
        WHERE oid = to_regclass($1::text) AND relname = $2
          AND relfilenode = pg_relation_filenode(to_regclass($1::text))
      )`),
    values: [name, relation],
  };
}
