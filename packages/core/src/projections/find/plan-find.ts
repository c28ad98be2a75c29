import { PortError } from '../../errors/index.js';
import { assertLimit } from '../../ports/limit.js';
import { UnstorableError } from '../../events/storable-json.js';
import type { ColumnType, ColumnValue, ReadModel, Row } from '../read-model.js';
import { toColumnValue } from '../rows/column-value.js';
import type { AnyRowQuery, RowQuery, ValueRange } from './row-query.js';

/** A column, and a value of it in canonical form. */
export interface ColumnCondition {
  readonly column: string;
  readonly type: ColumnType;
  readonly value: ColumnValue;
}

/** A bound of a range. */
export interface RangeBound {
  readonly operator: '>' | '>=' | '<' | '<=';
  readonly value: ColumnValue;
}

/** A column that rows are ordered by. */
export interface OrderColumn {
  readonly column: string;
  readonly type: ColumnType;
  /** False for columns of the key. */
  readonly isNullable: boolean;
}

/** A query that an index serves, its values in canonical form. */
export interface FindPlan {
  /** The whole order of the index: its columns, then those of the key. */
  readonly index: readonly OrderColumn[];
  /** Equality on the first columns of the index. */
  readonly equals: readonly ColumnCondition[];
  /** The bounds of the column after them; empty if there are none. */
  readonly bounds: readonly RangeBound[];
  /** The order of the rows: the columns of the index after those of `equals`. */
  readonly order: readonly OrderColumn[];
  readonly isDescending: boolean;
  /** The position after which the page starts: a value for each column of the order. */
  readonly after: readonly ColumnValue[] | undefined;
  readonly limit: number;
}

/**
 * Checks that an index of the model serves the query, and plans how.
 *
 * @throws PortError, `rejected`, if none does; the message says what to change.
 * @throws ValidationError if the limit is not a whole number from 0.
 */
export function planFind<Model extends ReadModel>(model: Model, given: RowQuery<Model>): FindPlan {
  const query = given as AnyRowQuery;
  assertLimit(query.limit);
  try {
    const index = indexOrder(model, query.index);
    const equals = equalities(model, query, index);
    const order = index.slice(equals.length);
    return {
      index,
      equals,
      bounds: boundsOf(model, query, order),
      order,
      isDescending: isDescending(model, query),
      after: query.after === undefined ? undefined : placeOf(model, { equals, order }, query.after),
      limit: query.limit,
    };
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw refused(model, error.message);
  }
}

/**
 * Throws a retryable PortError if a table lacks columns of the index, or has them as another type: its rows are of
 * another version of the model and must be rebuilt.
 */
export function assertHasIndex(
  { name }: ReadModel,
  { index }: FindPlan,
  has: (column: OrderColumn) => boolean,
): void {
  const missing = index.find((column) => !has(column));
  if (missing === undefined) return;
  throw new PortError({
    port: 'read-model-store',
    operation: 'find',
    reason: 'unavailable',
    code: 'projection-version',
    message: `The rows of ${name} are of another version, without ${missing.column} as ${missing.type}.`,
    hint: 'rebuild the projections that write it',
  });
}

/** The columns of an index, then those of the key: what its rows are ordered by. */
function indexOrder(model: ReadModel, columns: readonly string[]): readonly OrderColumn[] {
  const { key, indexes = [], arrival } = model;
  const isDeclared = [key, ...indexes].some((index) => index.join() === columns.join());
  const canRead = arrival === undefined || !columns.includes(arrival);
  if (!isDeclared || !canRead) {
    const known = [key, ...indexes].filter((index) => !index.some((each) => each === arrival));
    const names = known.map((index) => `(${index.join(', ')})`).join(', ');
    throw refused(model, `it has no index (${columns.join(', ')}): declare it, or use ${names}`);
  }
  const types: Readonly<Record<string, ColumnType>> = { ...model.columns, ...model.operational };
  return [...new Set([...columns, ...key])].map((column) => ({
    column,
    type: types[column] ?? 'text',
    isNullable: !key.includes(column),
  }));
}

function equalities(
  model: ReadModel,
  { where = {}, index }: AnyRowQuery,
  order: readonly OrderColumn[],
): readonly ColumnCondition[] {
  const columns = index.slice(0, Object.keys(where).length);
  const missing = columns.find((column) => !Object.hasOwn(where, column));
  if (missing !== undefined || columns.length < Object.keys(where).length) {
    const names = Object.keys(where).join(', ');
    throw refused(model, `(${names}) are not the first columns of the index (${index.join(', ')})`);
  }
  return order.slice(0, columns.length).map(({ column, type }) => {
    const value = toColumnValue(type, where[column], `${model.name}.${column}`);
    return { column, type, value };
  });
}

const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

function boundsOf(
  model: ReadModel,
  { where = {}, index, range = {} }: AnyRowQuery,
  [first]: readonly OrderColumn[],
): readonly RangeBound[] {
  const given = Object.entries(range) as [keyof ValueRange<unknown>, unknown][];
  if (given.length === 0) return [];
  if (first === undefined || Object.keys(where).length >= index.length) {
    throw refused(model, `the index (${index.join(', ')}) has no column left for a range`);
  }
  return given.map(([name, bound]) => {
    if (!Object.hasOwn(operators, name)) {
      throw refused(model, `${name} is not a bound; use gt, gte, lt or lte`);
    }
    const value = toColumnValue(first.type, bound, `${model.name}.${first.column}`);
    if (value === null) throw refused(model, `a range of ${first.column} has null as a bound`);
    return { operator: operators[name], value };
  });
}

function isDescending(model: ReadModel, query: AnyRowQuery): boolean {
  const order: string = query.order ?? 'ascending';
  if (order === 'ascending' || order === 'descending') return order === 'descending';
  throw refused(model, `its order is ${order}; use ascending or descending`);
}

function placeOf(
  model: ReadModel,
  { equals, order }: Pick<FindPlan, 'equals' | 'order'>,
  after: Row,
): readonly ColumnValue[] {
  for (const { column, type, value } of equals) {
    const own = toColumnValue(type, after[column], `${model.name}.${column}`);
    if (own === value) continue;
    throw refused(model, `the row in after has another ${column} than the query asks for`);
  }
  return order.map(({ column, type, isNullable }) => {
    const path = `${model.name}.${column}`;
    if (!Object.hasOwn(after, column)) {
      throw refused(model, `the row in after has no ${column}; give the last row of a page`);
    }
    const value = toColumnValue(type, after[column], path);
    if (value === null && !isNullable) throw refused(model, `the row in after has no key`);
    return value;
  });
}

function refused({ name }: ReadModel, why: string): PortError {
  return new PortError({
    port: 'read-model-store',
    operation: 'find',
    reason: 'rejected',
    message: `Rows of ${name} cannot be queried like this: ${why}.`,
  });
}
