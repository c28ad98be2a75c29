import { assertHasIndex, planFind, type PortError, type ReadModel } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const loans: ReadModel = {
  name: 'loans',
  key: ['book', 'copy'],
  columns: { book: 'text', copy: 'integer', reader: 'text', fee: 'decimal', notes: 'json' },
  operational: { mailed_at: 'timestamp' },
  arrival: 'nth',
  indexes: [['reader', 'fee'], ['mailed_at'], ['reader', 'nth']],
};
const byKey = [
  { column: 'book', type: 'text', isNullable: false },
  { column: 'copy', type: 'integer', isNullable: false },
];
const byReader = [
  { column: 'reader', type: 'text', isNullable: true },
  { column: 'fee', type: 'decimal', isNullable: true },
  ...byKey,
];

function plan(query: object) {
  return planFind(loans, { index: ['reader', 'fee'], limit: 9, ...query });
}

function refusalOf(query: object): string {
  try {
    plan(query);
  } catch (error) {
    const { port, operation, reason, message } = error as PortError;
    expect([port, operation, reason]).toEqual(['read-model-store', 'find', 'rejected']);
    return message;
  }
  return 'accepted';
}

describe('the plan of a query', () => {
  it('has the order of its index and key, and no conditions, if none are given', () => {
    expect(plan({})).toEqual({
      index: byReader,
      equals: [],
      bounds: [],
      order: byReader,
      isDescending: false,
      after: undefined,
      limit: 9,
    });
  });

  it('has canonical values of its conditions, and the order that they leave', () => {
    const query = {
      where: { reader: 'ann' },
      range: { gt: '1.50', gte: 1, lt: '9.0', lte: '08' },
      order: 'descending',
      after: { reader: 'ann', fee: '2.0', book: 'b', copy: '3' },
    };
    expect(plan(query)).toEqual({
      index: byReader,
      equals: [{ column: 'reader', type: 'text', value: 'ann' }],
      bounds: [
        { operator: '>', value: '1.5' },
        { operator: '>=', value: '1' },
        { operator: '<', value: '9' },
        { operator: '<=', value: '8' },
      ],
      order: byReader.slice(1),
      isDescending: true,
      after: ['2', 'b', 3],
      limit: 9,
    });
  });

  it('may be by the key, and by an operational column', () => {
    expect(plan({ index: ['book', 'copy'] }).order).toEqual(byKey);
    expect(plan({ index: ['mailed_at'], order: 'ascending' })).toMatchObject({
      order: [{ column: 'mailed_at', type: 'timestamp', isNullable: true }, ...byKey],
      isDescending: false,
    });
  });

  it('may ask for null, and start after it, in a column outside the key', () => {
    const after = { reader: null, fee: null, book: 'b', copy: 1 };
    const { equals, after: place } = plan({ where: { reader: null }, after });
    expect(equals).toEqual([{ column: 'reader', type: 'text', value: null }]);
    expect(place).toEqual([null, 'b', 1]);
  });
});

const known = '(book, copy), (reader, fee), (mailed_at)';
const page = { reader: 'ann', fee: '2', book: 'b', copy: 3 };

describe('a query is refused', () => {
  it.each([
    [{ index: ['fee'] }, `it has no index (fee): declare it, or use ${known}`],
    [{ index: ['reader', 'nth'] }, `it has no index (reader, nth): declare it, or use ${known}`],
    [{ where: { fee: '1' } }, '(fee) are not the first columns of the index (reader, fee)'],
    [
      { where: { reader: 'ann', fee: '1', book: 'b' } },
      '(reader, fee, book) are not the first columns of the index (reader, fee)',
    ],
    [
      { where: { reader: 'a\u0000' } },
      'loans.reader contains a null character or half a surrogate pair',
    ],
    [
      { where: { reader: 'ann', fee: '1' }, range: { gt: 'a' } },
      'the index (reader, fee) has no column left for a range',
    ],
    [
      { where: { reader: 'ann' }, range: { above: 1 } },
      'above is not a bound; use gt, gte, lt or lte',
    ],
    [{ range: { toString: 'a' } }, 'toString is not a bound; use gt, gte, lt or lte'],
    [{ range: { gt: null } }, 'a range of reader has null as a bound'],
    [
      { where: { reader: 'ann' }, range: { lt: 'much' } },
      'loans.fee is not a valid decimal: "much"',
    ],
    [{ order: 'upwards' }, 'its order is upwards; use ascending or descending'],
    [
      { where: { reader: 'bob' }, after: page },
      'the row in after has another reader than the query asks for',
    ],
    [
      { after: { reader: 'ann', book: 'b', copy: 3 } },
      'the row in after has no fee; give the last row of a page',
    ],
    [{ after: { ...page, book: null } }, 'the row in after has no key'],
    [{ after: { ...page, copy: 'x' } }, 'loans.copy is not a valid integer: "x"'],
  ])('with %o', (query, why) => {
    expect(refusalOf(query)).toBe(`Rows of loans cannot be queried like this: ${why}.`);
  });

  it.each([-1, 1.5, Number.NaN, 2_147_483_648])('with the limit %d', (limit) => {
    expect(() => plan({ limit })).toThrow('must be a whole number from 0');
  });
});

describe('a table', () => {
  it('has an index if it has all its columns', () => {
    expect(() => assertHasIndex(loans, plan({}), () => true)).not.toThrow();
  });

  it('is of another version if it lacks a column, or has it as another type', () => {
    const check = () => assertHasIndex(loans, plan({}), ({ column }) => column !== 'fee');
    expect(check).toThrow(
      expect.objectContaining({
        port: 'read-model-store',
        operation: 'find',
        reason: 'unavailable',
        code: 'projection-version',
        isRetryable: true,
        message: 'The rows of loans are of another version, without fee as decimal.',
        hint: 'rebuild the projections that write it',
      }) as Error,
    );
  });
});
