import type { DeadLetterAction, DeadLetterReason } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { storable } from './park-letters.js';

/** The statements that end letters, and record it. */
export function settleStatements(
  tables: DatabaseTables,
  ids: readonly string[],
  as: 'replayed' | 'discarded',
  by: string,
  note = '',
): readonly Statement[] {
  return [
    {
      ...prepare(`
        UPDATE ${tables.deadLetters}
        SET status = $2, settled_by = $3, settled_at = clock_timestamp()
        WHERE id = ANY ($1::text[]::bigint[])`),
      values: [textArray(ids), as, storable(by)],
    },
    actionStatement(tables, ids, as, by, note),
  ];
}

/** The statements that keep a letter whose replay failed, with its new reason, and record it. */
export function failStatements(
  tables: DatabaseTables,
  id: string,
  { reason, detail }: { readonly reason: DeadLetterReason; readonly detail: string },
  by: string,
): readonly Statement[] {
  return [
    {
      ...prepare(`UPDATE ${tables.deadLetters} SET reason = $2, detail = $3 WHERE id = $1`),
      values: [id, reason, storable(detail)],
    },
    actionStatement(tables, [id], 'replay-failed', by, `${reason}: ${detail}`),
  ];
}

/** The statement that records what was done to letters. */
export function actionStatement(
  { deadLetterActions }: DatabaseTables,
  ids: readonly string[],
  action: DeadLetterAction['action'],
  by: string,
  note = '',
): Statement {
  return {
    ...prepare(`
      INSERT INTO ${deadLetterActions} (letter, action, actor, note)
      SELECT letter::bigint, $2, $3, $4 FROM unnest($1::text[]) AS input (letter)`),
    values: [textArray(ids), action, storable(by), storable(note)],
  };
}
