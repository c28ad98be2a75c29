import type { Row } from '@foldmart/core';
import { encodeValue } from './column-values.js';
import type { ModelTable, TableColumn } from './model-table.js';

/** Selects the columns of {@link inputRelation}, each as its column's type. */
export function inputColumns(columns: readonly TableColumn[]): string {
  return columns
    .map(({ quoted, ...column }, index) => `${inputColumn(column, index)} AS ${quoted}`)
    .join(', ');
}

/** One column of {@link inputRelation} as its column's type. */
export function inputColumn({ sqlType }: Pick<TableColumn, 'sqlType'>, index: number): string {
  const name = `c${String(index)}`;
  return sqlType === 'text' ? name : `${name}::${sqlType}`;
}

/** Parameters $1, $2, … , an array of texts each, as a relation with the columns c0, c1, … */
export function inputRelation(width: number): string {
  const indices = Array.from({ length: width }, (_, index) => index);
  const arrays = indices.map((index) => `$${String(index + 1)}::text[]`).join(', ');
  return `unnest(${arrays}) AS input (${indices.map((index) => `c${String(index)}`).join(', ')})`;
}

/** A condition that two relations have the same key. */
export function sameKey(table: ModelTable, one: string, other: string): string {
  return table.key.map(({ quoted }) => `${one}.${quoted} = ${other}.${quoted}`).join(' AND ');
}

/** The values of a row's key as text. */
export function keyTexts({ key }: ModelTable, row: Row): readonly (string | null)[] {
  return key.map((column) => encodeValue(column, row[column.name]));
}

/** The key of a row. */
export interface KeyRow {
  /** Equal for equal keys. */
  readonly id: string;
  /** The values of the key as text. */
  readonly texts: readonly (string | null)[];
}

/** The keys of some writes, each once. */
export function uniqueKeys(
  table: ModelTable,
  writes: readonly { readonly key: Row }[],
): readonly KeyRow[] {
  const rows = new Map<string, KeyRow>();
  for (const { key } of writes) {
    const texts = keyTexts(table, key);
    const id = texts.join('\0');
    rows.set(id, { id, texts });
  }
  return [...rows.values()];
}

/** One order for all transactions prevents deadlocks. */
export function sortedByKey<Keyed extends { readonly id: string }>(
  rows: readonly Keyed[],
): readonly Keyed[] {
  return rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
