import { UnstorableError, type ReadModelWrite, type Row } from '@foldmart/core';
import { encodeValue } from './column-values.js';
import type { ModelCatalog } from './model-catalog.js';
import type { TableColumn } from './model-table.js';

/** A write, and what decides in which statement it can be made. */
export interface IdentifiedWrite<Write extends ReadModelWrite = ReadModelWrite> {
  readonly write: Write;
  /** Equal for writes that one statement can make. */
  readonly signature: string;
  /** The row that it changes. */
  readonly row: string;
  /** The row that it copies from; undefined for all but a mirror. */
  readonly source: string | undefined;
}

/** Throws UnstorableError if a key of the write lacks a column. */
export function identify(write: ReadModelWrite, catalog: ModelCatalog): IdentifiedWrite {
  return {
    write,
    signature: signatureOf(write),
    row: rowId(write.model, write.op === 'insert' ? write.row : write.key, catalog),
    source: write.op === 'mirror' ? rowId(write.from, write.key, catalog) : undefined,
  };
}

function signatureOf(write: ReadModelWrite): string {
  const { op, model } = write;
  switch (op) {
    case 'insert':
    case 'delete':
      return `${op} ${model}`;
    case 'update':
      return `update ${model} ${namesOf(write.set)}`;
    case 'accumulate':
      return `accumulate ${model} ${namesOf(write.add)} ${namesOf(write.max)}`;
    case 'mirror':
      return `mirror ${write.from} ${model} ${write.columns.join(',')}`;
  }
}

/** Identifies a row among all models. Most keys have one column. */
function rowId(model: string, row: Row, catalog: ModelCatalog): string {
  const { key } = catalog.named(model);
  const [first, ...others] = key;
  return first !== undefined && others.length === 0
    ? `${model}\0${keyText(first, row)}`
    : `${model}\0${JSON.stringify(key.map((column) => keyText(column, row)))}`;
}

function keyText(column: TableColumn, row: Row): string {
  const text = encodeValue(column, row[column.name]);
  if (text === null) throw new UnstorableError(`${column.path} is a key, and absent`);
  return text;
}

function namesOf(row: Row = {}): string {
  const names = Object.keys(row);
  return names.length > 1 ? names.sort().join(',') : (names[0] ?? '');
}
