import type { DeleteRow } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { ModelTable } from './model-table.js';
import {
  inputColumns,
  inputRelation,
  sameKey,
  sortedByKey,
  uniqueKeys,
} from './statement-input.js';

/** Deletes rows. They are locked in the order of their keys first, as in every other statement. */
export function deleteStatement(table: ModelTable, writes: readonly DeleteRow[]): Statement {
  const keys = table.key.map(({ quoted }) => `target.${quoted}`).join(', ');
  const rows = sortedByKey(uniqueKeys(table, writes));
  return {
    ...prepare(`
      WITH input AS (
        SELECT ${inputColumns(table.key)} FROM ${inputRelation(table.key.length)}
      ),
      locked AS MATERIALIZED (
        SELECT ${keys} FROM ${table.name} AS target JOIN input ON ${sameKey(table, 'target', 'input')}
        ORDER BY ${keys} FOR UPDATE OF target
      )
      DELETE FROM ${table.name} AS target USING locked WHERE ${sameKey(table, 'target', 'locked')}`),
    values: table.key.map((_column, index) =>
      textArray(rows.map(({ texts }) => texts[index] ?? null)),
    ),
  };
}
