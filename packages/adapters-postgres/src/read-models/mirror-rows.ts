import type { MirrorRow } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import { columnOf, type ModelTable } from './model-table.js';
import {
  inputColumns,
  inputRelation,
  sameKey,
  sortedByKey,
  uniqueKeys,
} from './statement-input.js';

/**
 * Copies columns between rows of one key. Target rows are locked in key order first, and not written if nothing
 * differs.
 */
export function mirrorStatement(
  source: ModelTable,
  target: ModelTable,
  writes: readonly MirrorRow[],
): Statement {
  const columns = (writes[0]?.columns ?? []).map((name) => columnOf(target, name).quoted);
  const keys = target.key.map(({ quoted }) => `target.${quoted}`).join(', ');
  const rows = sortedByKey(uniqueKeys(target, writes));
  return {
    ...prepare(`
      WITH input AS (
        SELECT ${inputColumns(target.key)} FROM ${inputRelation(target.key.length)}
      ),
      locked AS MATERIALIZED (
        SELECT ${keys} FROM ${target.name} AS target JOIN input ON ${sameKey(target, 'target', 'input')}
        ORDER BY ${keys} FOR NO KEY UPDATE OF target
      )
      UPDATE ${target.name} AS target
      SET ${columns.map((column) => `${column} = source.${column}`).join(', ')}
      FROM ${source.name} AS source, locked
      WHERE ${sameKey(target, 'target', 'locked')} AND ${sameKey(target, 'source', 'locked')}
        AND (${columns.map((column) => `target.${column}`).join(', ')})
            IS DISTINCT FROM (${columns.map((column) => `source.${column}`).join(', ')})`),
    values: target.key.map((_column, index) =>
      textArray(rows.map(({ texts }) => texts[index] ?? null)),
    ),
  };
}
