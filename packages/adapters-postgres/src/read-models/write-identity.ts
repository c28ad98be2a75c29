import { UnstorableError, type ReadModelWrite, type Row } from '@foldmart/core';
import { encodeValue } from './column-values.js';
import type { ModelCatalog } from './model-catalog.js';

/** Equal for writes that one statement can make. */
export function signatureOf(write: ReadModelWrite): string {
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

/** The rows that a write reads or changes. */
export function rowsOf(write: ReadModelWrite, catalog: ModelCatalog): readonly string[] {
  const own = changedRow(write, catalog);
  return write.op === 'mirror' ? [own, rowId(write.from, write.key, catalog)] : [own];
}

/** The row that a write changes. */
export function changedRow(write: ReadModelWrite, catalog: ModelCatalog): string {
  return rowId(write.model, write.op === 'insert' ? write.row : write.key, catalog);
}

/** Identifies a row among all models. Throws UnstorableError if its key lacks a column. */
export function rowId(model: string, row: Row, catalog: ModelCatalog): string {
  const texts = catalog.named(model).key.map((column) => {
    const text = encodeValue(column, row[column.name]);
    if (text === null) throw new UnstorableError(`${column.path} is a key, and absent`);
    return text;
  });
  return `${model} ${JSON.stringify(texts)}`;
}

function namesOf(row: Row = {}): string {
  return Object.keys(row).sort().join(',');
}
