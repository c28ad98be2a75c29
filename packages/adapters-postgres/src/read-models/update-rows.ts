import type { Row, UpdateRow } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import { encodeValue } from './column-values.js';
import { columnOf, type ModelTable } from './model-table.js';
import { inputColumns, inputRelation, keyTexts, sameKey, sortedByKey } from './statement-input.js';

interface MergedUpdate {
  readonly id: string;
  readonly key: Row;
  set: Row;
}

/**
 * Sets the same columns of many rows, the last value for each row counting. The rows are locked in the order
 * of their keys first: an update by itself locks them in the order of its plan.
 */
export function updateStatement(table: ModelTable, writes: readonly UpdateRow[]): Statement {
  const names = Object.keys(writes[0]?.set ?? {}).sort();
  const columns = [...table.key, ...names.map((name) => columnOf(table, name))];
  const setting = columns.slice(table.key.length);
  const updates = sortedByKey(mergedByKey(table, writes));
  return {
    ...prepare(`
      WITH input AS (SELECT ${inputColumns(columns)} FROM ${inputRelation(columns.length)}),
      locked AS MATERIALIZED (
        SELECT ${table.key.map(({ quoted }) => `target.${quoted}`).join(', ')}
        FROM ${table.name} AS target JOIN input ON ${sameKey(table, 'target', 'input')}
        ORDER BY ${table.key.map(({ quoted }) => `target.${quoted}`).join(', ')}
        FOR NO KEY UPDATE OF target
      )
      UPDATE ${table.name} AS target
      SET ${setting.map(({ quoted }) => `${quoted} = input.${quoted}`).join(', ')}
      FROM input, locked
      WHERE ${sameKey(table, 'target', 'locked')} AND ${sameKey(table, 'input', 'locked')}`),
    values: columns.map((column) =>
      textArray(
        updates.map(({ key, set }) => encodeValue(column, { ...key, ...set }[column.name])),
      ),
    ),
  };
}

function mergedByKey(table: ModelTable, writes: readonly UpdateRow[]): readonly MergedUpdate[] {
  const merged = new Map<string, MergedUpdate>();
  for (const { key, set } of writes) {
    const id = keyTexts(table, key).join('\0');
    const known = merged.get(id);
    if (known === undefined) merged.set(id, { id, key, set });
    else known.set = { ...known.set, ...set };
  }
  return [...merged.values()];
}
