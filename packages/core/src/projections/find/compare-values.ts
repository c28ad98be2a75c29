import { compareDecimals } from '../../values/decimal.js';
import type { ColumnType, ColumnValue, Row } from '../read-model.js';
import { compareUtf8 } from '../rows/text-order.js';
import type { OrderColumn } from './plan-find.js';

/** The order of two canonical values of a column: null first, numbers by value, text by its UTF-8 bytes. */
export function compareValues(type: ColumnType, one: ColumnValue, other: ColumnValue): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null);
  if (type === 'integer' || type === 'boolean') return Number(one) - Number(other);
  if (type === 'decimal') return compareDecimals(one as string, other as string);
  return compareUtf8(one as string, other as string);
}

/** The order of a row and of some values of the first of these columns. */
export function comparePlaces(
  columns: readonly OrderColumn[],
  row: Row,
  place: readonly ColumnValue[],
): number {
  for (const [nth, value] of place.entries()) {
    const column = columns[nth];
    if (column === undefined) return 0;
    const difference = compareValues(column.type, row[column.column] ?? null, value);
    if (difference !== 0) return difference;
  }
  return 0;
}
