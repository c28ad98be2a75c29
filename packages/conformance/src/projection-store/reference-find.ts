import type { AnyRowQuery, ColumnType, ReadModel, Row } from '@foldmart/core';
import { compareDecimals, toDecimal } from './decimal.js';

const encoder = new TextEncoder();

/** The result of a query, as simple as possible: filter, sort, cut. */
export function referenceFind(
  model: ReadModel,
  rows: readonly Row[],
  query: AnyRowQuery,
): readonly Row[] {
  const { index, where = {}, range = {}, order = 'ascending', after, limit } = query;
  const types: Readonly<Record<string, ColumnType>> = { ...model.columns, ...model.operational };
  const direction = order === 'ascending' ? 1 : -1;
  const sortedBy = [...index, ...model.key];
  const compare = (one: Row, other: Row): number => {
    for (const column of sortedBy) {
      const difference = compareValues(types[column], one[column], other[column]);
      if (difference !== 0) return difference * direction;
    }
    return 0;
  };
  const ranged = index[Object.keys(where).length] ?? '';
  const isIn = (row: Row): boolean =>
    Object.entries(where).every(
      ([column, value]) => compareValues(types[column], row[column], value) === 0,
    ) &&
    Object.entries(range).every(([bound, value]) => {
      if (row[ranged] === null) return false;
      const difference = compareValues(types[ranged], row[ranged], value);
      return { gt: difference > 0, gte: difference >= 0, lt: difference < 0, lte: difference <= 0 }[
        bound
      ];
    });
  return rows
    .filter((row) => isIn(row) && (after === undefined || compare(row, after) > 0))
    .sort(compare)
    .slice(0, limit);
}

function compareValues(type: ColumnType | undefined, one: unknown, other: unknown): number {
  if (one === null || other === null) return Number(other === null) - Number(one === null);
  if (type === 'decimal') return compareDecimals(toDecimal(one), toDecimal(other));
  if (typeof one === 'string' && typeof other === 'string') {
    return Buffer.compare(encoder.encode(one), encoder.encode(other));
  }
  return Number(one) - Number(other);
}
