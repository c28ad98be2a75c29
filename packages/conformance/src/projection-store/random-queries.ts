import fc from 'fast-check';
import type { AnyRowQuery, Row } from '@foldmart/core';
import { foundModel } from './finding-models.js';

/** Few values of each column, so that rows tie. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  shelf: fc.constantFrom('a', 'Z', '가', '👍'),
  place: fc.integer({ min: -2, max: 3 }),
  title: fc.constantFrom('', 'a', 'é', '\uffee', '👍'),
  genre: fc.constantFrom('novel', 'poem'),
  copies: fc.integer({ min: -1, max: 2 }),
  price: fc.constantFrom('9', '10', '10.5', '-1', '0'),
  is_lent: fc.boolean(),
  seen_at: fc.constantFrom('2026-03-01T00:00:00.000000Z', '2026-03-01T00:00:00.000001Z'),
  checked_at: fc.constantFrom('2026-03-01T00:00:00.000000Z'),
};

const columns = Object.keys(values).filter((name) => name in foundModel.columns);

/** Rows with null in every column outside the key. */
export const randomRows: fc.Arbitrary<readonly Row[]> = fc.uniqueArray(
  fc.record<Row>(
    Object.fromEntries(
      columns.map((name) => [
        name,
        foundModel.key.includes(name) ? valueOf(name) : fc.option(valueOf(name), { freq: 3 }),
      ]),
    ),
  ),
  { selector: ({ shelf, place }) => JSON.stringify([shelf, place]), maxLength: 24 },
);

/** A query. A page starts after the row with the number `afterNth`. */
export interface RandomQuery extends Omit<AnyRowQuery, 'after'> {
  readonly afterNth: number | undefined;
}

/** The query with its row numbers resolved against these rows. */
export function queryOn({ afterNth, ...query }: RandomQuery, rows: readonly Row[]): AnyRowQuery {
  const fitting = rows.filter((row) =>
    Object.entries(query.where ?? {}).every(([column, value]) => row[column] === value),
  );
  const nth = (afterNth ?? 0) % Math.max(1, fitting.length);
  const after = afterNth === undefined ? undefined : fitting[nth];
  return after === undefined ? query : { ...query, after };
}

const indexes = [foundModel.key, ...(foundModel.indexes ?? [])].filter(
  (index) => !index.includes('arrival'),
);

export const randomQueries: fc.Arbitrary<RandomQuery> = fc
  .constantFrom(...indexes)
  .chain((index) => fc.nat(index.length).chain((length) => queryBy(index, length)));

/** Equality on this number of columns of an index. */
function queryBy(index: readonly string[], length: number): fc.Arbitrary<RandomQuery> {
  const equal = index.slice(0, length).map((name) => [name, nullableValueOf(name)] as const);
  const ranged = index[length];
  return fc.record<RandomQuery>({
    index: fc.constant(index),
    where: fc.record<Row>(Object.fromEntries(equal)),
    range: ranged === undefined ? fc.constant({}) : rangeOf(ranged),
    order: fc.constantFrom('ascending', 'descending'),
    limit: fc.integer({ min: 1, max: 30 }),
    afterNth: fc.option(fc.nat(1_000), { freq: 2, nil: undefined }),
  });
}

function rangeOf(column: string): fc.Arbitrary<Row> {
  const value = valueOf(column);
  return fc.oneof(
    fc.constant({}),
    fc.record<Row>({ gt: value, lte: value }, { requiredKeys: [] }),
    fc.record<Row>({ gte: value, lt: value }, { requiredKeys: [] }),
  );
}

function nullableValueOf(column: string): fc.Arbitrary<unknown> {
  if (foundModel.key.includes(column)) return valueOf(column);
  return fc.option(valueOf(column), { freq: 4 });
}

function valueOf(column: string): fc.Arbitrary<unknown> {
  const value = values[column];
  if (value === undefined) throw new RangeError(`no values for ${column}`);
  return value;
}
