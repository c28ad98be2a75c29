import type { InsertRow, ReadModel, Row } from '@foldmart/core';
import { copyLines, copyText } from '../connection/copy-text.js';
import { prepare, type CopyStatement, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import { encodeValue } from './column-values.js';
import type { ModelTable } from './model-table.js';
import { inputColumns, inputRelation, keyTexts, sortedByKey } from './statement-input.js';

/** Inserts rows; existing rows with the same key stay as they are. */
export function insertStatement(table: ModelTable, writes: readonly InsertRow[]): Statement {
  const rows = firstOfEachKey(table, writes);
  const sorted = table.arrival === undefined ? sortedByKey(rows) : rows;
  const { columns } = table;
  return {
    ...prepare(`
      INSERT INTO ${table.name} (${columns.map(({ quoted }) => quoted).join(', ')})
      SELECT ${inputColumns(columns)} FROM ${inputRelation(columns.length)}
      ON CONFLICT DO NOTHING`),
    values: columns.map((_column, index) =>
      textArray(sorted.map(({ values }) => values[index] ?? null)),
    ),
  };
}

/** Inserts rows that are most likely new, in the fastest way; fails with a unique violation if one exists. */
export function insertCopy(table: ModelTable, writes: readonly InsertRow[]): CopyStatement {
  return {
    text: `COPY ${table.name} (${table.columns.map(({ quoted }) => quoted).join(', ')}) FROM STDIN`,
    copyData: copyLines(writes, ({ row }) => copyLine(table, row)),
  };
}

function copyLine({ columns, model }: ModelTable, row: Row): string {
  let line = '';
  let separator = '';
  for (const column of columns) {
    const value = row[column.name] ?? model.defaults?.[column.name];
    line += separator + copyText(encodeValue(column, value));
    separator = '\t';
  }
  return `${line}\n`;
}

interface EncodedRow {
  readonly id: string;
  readonly values: readonly (string | null)[];
}

function firstOfEachKey(table: ModelTable, writes: readonly InsertRow[]): readonly EncodedRow[] {
  const rows = new Map<string, EncodedRow>();
  for (const { row } of writes) {
    const id = keyTexts(table, row).join('\0');
    if (!rows.has(id)) rows.set(id, { id, values: encodeRow(table, row) });
  }
  return [...rows.values()];
}

function encodeRow({ columns, model }: ModelTable, row: Row): readonly (string | null)[] {
  return columns.map((column) =>
    encodeValue(column, row[column.name] ?? defaultOf(model, column.name)),
  );
}

function defaultOf(model: ReadModel, column: string): unknown {
  return model.defaults?.[column] ?? null;
}
