import { assertLimit, type Row, type RowRange } from '@foldmart/core';
import type { TextRow } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import { canonicalExpression, decodeValue } from './column-values.js';
import type { ModelTable, TableColumn } from './model-table.js';
import { inputColumns, inputRelation, keyTexts } from './statement-input.js';

/** Selects the row with this key, for {@link decodeRow}. */
export function getStatement(table: ModelTable, key: Row): Statement {
  const conditions = table.key.map(
    ({ quoted, sqlType }, index) => `t.${quoted} = $${String(index + 1)}::${sqlType}`,
  );
  return {
    ...prepare(`${selectRows(table)} WHERE ${conditions.join(' AND ')}`),
    values: keyTexts(table, key),
  };
}

/** Selects a part of the rows in the order of their keys, for {@link decodeRow}. Throws ValidationError for a bad limit. */
export function scanStatement(table: ModelTable, { after, limit }: RowRange): Statement {
  assertLimit(limit);
  const keys = table.key.map(({ quoted }) => `t.${quoted}`).join(', ');
  const bounds = table.key.map(({ sqlType }, index) => `$${String(index + 2)}::text::${sqlType}`);
  const condition = after === undefined ? '' : `WHERE (${keys}) > (${bounds.join(', ')})`;
  return {
    ...prepare(`${selectRows(table)} ${condition} ORDER BY ${keys} LIMIT $1`),
    values: [limit, ...(after === undefined ? [] : keyTexts(table, after))],
  };
}

/** Selects the rows with these keys, for {@link decodeRow}. A key that is listed twice selects its row once. */
export function rowsStatement(table: ModelTable, keys: readonly Row[]): Statement {
  const own = table.key.map(({ quoted }) => `t.${quoted}`).join(', ');
  const texts = keys.map((key) => keyTexts(table, key));
  return {
    ...prepare(`
      ${selectRows(table)}
      WHERE (${own}) IN (SELECT ${inputColumns(table.key)} FROM ${inputRelation(table.key.length)})`),
    values: table.key.map((_column, index) => textArray(texts.map((row) => row[index] ?? null))),
  };
}

/** Reads a row of these statements. */
export function decodeRow({ columns, operational }: ModelTable, row: TextRow): Row {
  const decoded: Record<string, unknown> = {};
  decodeInto(decoded, columns, row, 0);
  decodeInto(decoded, operational, row, columns.length);
  return decoded;
}

function decodeInto(
  decoded: Record<string, unknown>,
  columns: readonly TableColumn[],
  row: TextRow,
  first: number,
): void {
  for (let nth = 0; nth < columns.length; nth += 1) {
    const column = columns[nth];
    if (column === undefined) continue;
    decoded[column.name] = decodeValue(column.type, row[first + nth] ?? null);
  }
}

/** What is selected of a table, or of a relation with its columns, that is called t. */
export function selectColumns(table: ModelTable): string {
  return readColumns(table)
    .map((column) => canonicalExpression(column, 't'))
    .join(', ');
}

function selectRows(table: ModelTable): string {
  return `SELECT ${selectColumns(table)} FROM ${table.name} t`;
}

function readColumns({ columns, operational }: ModelTable): readonly TableColumn[] {
  return [...columns, ...operational];
}
