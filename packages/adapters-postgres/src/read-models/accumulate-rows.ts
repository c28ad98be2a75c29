import type { AccumulateRow } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import { encodeValue } from './column-values.js';
import { columnOf, type ModelTable, type TableColumn } from './model-table.js';
import { inputColumn, inputRelation } from './statement-input.js';

/** Adds to and raises the same columns of many rows, and creates missing rows; the server computes the sums. */
export function accumulateStatement(
  table: ModelTable,
  writes: readonly AccumulateRow[],
): Statement {
  const [first] = writes;
  const added = columnsOf(table, first?.add);
  const raised = columnsOf(table, first?.max);
  const columns = [...table.key, ...added, ...raised];
  return {
    ...prepare(statementText(table, added, raised)),
    values: columns.map((column, index) =>
      textArray(
        writes.map((write) => encodeValue(column, partOf(write, table, added, index)[column.name])),
      ),
    ),
  };
}

function columnsOf(table: ModelTable, row: AccumulateRow['add']): readonly TableColumn[] {
  return Object.keys(row ?? {})
    .sort()
    .map((name) => columnOf(table, name));
}

function partOf(
  { key, add = {}, max = {} }: AccumulateRow,
  table: ModelTable,
  added: readonly TableColumn[],
  index: number,
): AccumulateRow['key'] {
  if (index < table.key.length) return key;
  return index < table.key.length + added.length ? add : max;
}

function statementText(
  table: ModelTable,
  added: readonly TableColumn[],
  raised: readonly TableColumn[],
): string {
  const columns = [...table.key, ...added, ...raised];
  const keyList = table.key.map(({ quoted }) => quoted).join(', ');
  const keyPlaces = table.key.map((_column, index) => String(index + 1)).join(', ');
  const selected = columns.map((column, index) => {
    if (index < table.key.length) return inputColumn(column, index);
    const value = inputColumn(column, index);
    return index < table.key.length + added.length
      ? `coalesce(sum(${value}), 0)::${column.sqlType}`
      : `max(${value})`;
  });
  const changes = [
    ...added.map(({ quoted }) => `${quoted} = coalesce(target.${quoted}, 0) + excluded.${quoted}`),
    ...raised.map(({ quoted }) => `${quoted} = greatest(target.${quoted}, excluded.${quoted})`),
  ];
  return `
    INSERT INTO ${table.name} AS target (${columns.map(({ quoted }) => quoted).join(', ')})
    SELECT ${selected.join(', ')} FROM ${inputRelation(columns.length)}
    GROUP BY ${keyPlaces} ORDER BY ${keyPlaces}
    ON CONFLICT (${keyList}) DO ${changes.length === 0 ? 'NOTHING' : `UPDATE SET ${changes.join(', ')}`}`;
}
