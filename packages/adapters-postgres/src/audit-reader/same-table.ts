import { prepare, type Statement } from '../connection/statement.js';
import type { ModelTable } from '../read-models/model-table.js';

/**
 * Says whether the table that has this name now is the one that had it in the transaction's snapshot: names mean what
 * they mean now whatever a snapshot sees, and one filled later would look empty ("Caveats" of the manual's chapter on
 * concurrency control). To be run behind a statement that uses the table, and so keeps it from being exchanged.
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
