import { cachedAtColumn } from '@foldmart/core';
import type { DatabaseTables } from '../database-tables.js';
import type { ModelTable } from '../read-models/model-table.js';

/**
 * The statement for the next turn of kind $1, later than every mark so far. It locks the kind's row until the marks
 * are committed, so turns of two workers never mix.
 */
export function nextTurnText({ cacheTurns }: DatabaseTables, { name }: ModelTable): string {
  return `
    INSERT INTO ${cacheTurns} AS last (kind, turn)
    SELECT $1, greatest(clock_timestamp(), max(${cachedAtColumn}) + interval '1 microsecond')
    FROM ${name}
    ON CONFLICT (kind) DO UPDATE
    SET turn = greatest(excluded.turn, last.turn + interval '1 microsecond')
    RETURNING turn::text`;
}

/** The statement that marks the rows with the keys $1 at $2. It locks them in key order, as projections do. */
export function markText({ name, key }: ModelTable): string {
  const [column] = key;
  const id = column?.quoted ?? '';
  return `
    WITH marked AS MATERIALIZED (
      SELECT ${id} FROM ${name} WHERE ${id} = ANY ($1::text[]::${column?.sqlType ?? 'text'}[])
      ORDER BY ${id} FOR NO KEY UPDATE
    )
    UPDATE ${name} AS target SET ${cachedAtColumn} = $2::timestamptz
    FROM marked WHERE target.${id} = marked.${id}`;
}
