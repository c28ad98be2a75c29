import type { ColumnValue, Row } from '../read-model.js';
import { comparePlaces, compareValues } from './compare-values.js';
import type { FindPlan, OrderColumn } from './plan-find.js';

/** Rows in the order of an index. */
export function sortRows(rows: Iterable<Row>, order: readonly OrderColumn[]): readonly Row[] {
  return [...rows].sort((one, other) => comparePlaces(order, one, placeIn(order, other)));
}

/** The rows that a query selects from all rows in the order of its index. */
export function findRows(sorted: readonly Row[], plan: FindPlan): readonly Row[] {
  let first = indexOf(sorted, (row) => !isBefore(row, plan));
  let end = indexOf(sorted, (row) => isBehind(row, plan));
  const { after, equals, index, isDescending, limit } = plan;
  if (after !== undefined) {
    const place = [...equals.map(({ value }) => value), ...after];
    const least = isDescending ? 0 : 1;
    const behind = indexOf(sorted, (row) => comparePlaces(index, row, place) >= least);
    if (isDescending) end = Math.min(end, behind);
    else first = Math.max(first, behind);
  }
  if (end <= first) return [];
  return isDescending
    ? sorted.slice(Math.max(first, end - limit), end).reverse()
    : sorted.slice(first, Math.min(end, first + limit));
}

/** Whether a row comes before those that the query's conditions allow. */
function isBefore(row: Row, plan: FindPlan): boolean {
  const order = comparePrefix(row, plan);
  if (order !== 0) return order < 0;
  return plan.bounds.some(({ operator, value }) => {
    const difference = compareToBound(row, plan, value);
    if (difference === undefined) return true;
    return operator === '>' ? difference <= 0 : operator === '>=' && difference < 0;
  });
}

/** Whether a row comes after them. */
function isBehind(row: Row, plan: FindPlan): boolean {
  const order = comparePrefix(row, plan);
  if (order !== 0) return order > 0;
  return plan.bounds.some(({ operator, value }) => {
    const difference = compareToBound(row, plan, value);
    if (difference === undefined) return false;
    return operator === '<' ? difference >= 0 : operator === '<=' && difference > 0;
  });
}

function comparePrefix(row: Row, { index, equals }: FindPlan): number {
  return comparePlaces(
    index,
    row,
    equals.map(({ value }) => value),
  );
}

/** Undefined if the row has no value to compare. */
function compareToBound(row: Row, { order }: FindPlan, bound: ColumnValue): number | undefined {
  const [first] = order;
  const value = first === undefined ? null : (row[first.column] ?? null);
  return value === null || first === undefined
    ? undefined
    : compareValues(first.type, value, bound);
}

function placeIn(order: readonly OrderColumn[], row: Row): readonly ColumnValue[] {
  return order.map(({ column }) => row[column] ?? null);
}

/** The first index at which a condition holds. It must hold for every row after one for which it holds. */
function indexOf(sorted: readonly Row[], holds: (row: Row) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = sorted[middle];
    if (row !== undefined && holds(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}
