import type { ReadModel, Row } from '../read-model.js';
import { toColumnValue } from './column-value.js';
import { shapeOf, type ColumnShape } from './model-shape.js';

/** A column of a row that changes, with its canonical value. */
export interface ColumnAmount {
  readonly column: ColumnShape;
  readonly value: unknown;
}

const noAmounts: readonly ColumnAmount[] = [];

/** Those fields of `row` that are columns, with their canonical values. */
export function toAmounts(model: ReadModel, row: Row | undefined): readonly ColumnAmount[] {
  if (row === undefined) return noAmounts;
  const { byName } = shapeOf(model);
  // Not by `push`: an array that grows takes room for many, and most changes have one or two amounts.
  const amounts = Object.keys(row).map((name) => {
    const column = byName.get(name);
    return column && toAmount(column, row);
  });
  return amounts.every(isThere) ? amounts : amounts.filter(isThere);
}

function isThere(amount: ColumnAmount | undefined): amount is ColumnAmount {
  return amount !== undefined;
}

function toAmount(column: ColumnShape, row: Row): ColumnAmount {
  return { column, value: toColumnValue(column.type, row[column.name], column.path) };
}

/** A row with all columns, in canonical form: as given, else by default, else null. */
export function newRow(model: ReadModel, given: Row): Record<string, unknown> {
  const { columns, operational } = shapeOf(model);
  const row: Record<string, unknown> = {};
  for (const column of columns) row[column.name] = valueOf(model, column, given);
  for (const name of operational) row[name] = null;
  return row;
}

function valueOf({ defaults }: ReadModel, { name, type, path }: ColumnShape, given: Row): unknown {
  const own = Object.hasOwn(given, name) ? toColumnValue(type, given[name], path) : null;
  if (own !== null || defaults === undefined) return own;
  return toColumnValue(type, defaults[name], `the default of ${path}`);
}

/** A new row for amounts, whatever its defaults: sums at zero, maxima at null. */
export function firstRow(
  model: ReadModel,
  key: Row,
  add: readonly ColumnAmount[],
  max: readonly ColumnAmount[],
): Record<string, unknown> {
  const row = newRow(model, key);
  for (const { column } of max) row[column.name] = null;
  for (const { column } of add) row[column.name] = column.type === 'decimal' ? '0' : 0;
  return row;
}
