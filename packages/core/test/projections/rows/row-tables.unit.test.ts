import { RowTables, UnstorableError, type ReadModel, type ReadModelWrite } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const loans: ReadModel = {
  name: 'loans',
  key: ['book'],
  columns: { book: 'text', times: 'integer', fee: 'decimal', lent_at: 'timestamp', by: 'text' },
  defaults: { times: 5, by: 'nobody' },
  operational: { mailed_at: 'timestamp' },
};
const copies: ReadModel = {
  name: 'copies',
  key: ['book', 'nth'],
  columns: { book: 'text', nth: 'integer' },
};
const at = { model: 'loans', key: { book: 'b' } } as const;
const nothing = { fee: null, lent_at: null, mailed_at: null };

function rowAfter(...writes: readonly ReadModelWrite[]) {
  const tables = new RowTables([loans, copies]);
  tables.apply(writes);
  return tables.get('loans', at.key);
}

describe('a change', () => {
  it('inserts a row with its defaults, and leaves an existing one as it is', () => {
    const row = { book: 'b', times: null, color: 'red' };
    expect(rowAfter({ op: 'insert', model: 'loans', row })).toEqual({
      book: 'b',
      times: 5,
      by: 'nobody',
      ...nothing,
    });
    const [first, second] = ['ann', 'bob'].map((by): ReadModelWrite => ({
      op: 'insert',
      model: 'loans',
      row: { book: 'b', by },
    }));
    expect(rowAfter(first!, second!)).toMatchObject({ by: 'ann' });
  });

  it('adds from zero and raises from null in a new row, whatever its defaults are', () => {
    const lent_at = '2026-02-03T14:30:00.000000Z';
    const add = { times: 2, fee: '0.5' };
    const low: ReadModelWrite = { op: 'accumulate', ...at, max: { times: -1 } };
    expect(rowAfter(low)).toMatchObject({ times: -1 });
    expect(rowAfter({ op: 'accumulate', ...at, add, max: { lent_at } })).toEqual({
      book: 'b',
      times: 2,
      fee: '0.5',
      lent_at,
      by: 'nobody',
      mailed_at: null,
    });
  });

  it('keeps the greater value, and adds and raises nothing by null', () => {
    const raise = (times: number | null, fee: string | null): ReadModelWrite => {
      return { op: 'accumulate', ...at, max: { times, fee } };
    };
    expect(rowAfter(raise(2, '10'), raise(1, '9.5'))).toMatchObject({ times: 2, fee: '10' });
    expect(rowAfter(raise(1, '9.5'), raise(2, '10'))).toMatchObject({ times: 2, fee: '10' });
    expect(rowAfter(raise(2, '10'), raise(null, null))).toMatchObject({ times: 2, fee: '10' });
    const add = (times: number | null, fee: string | null): ReadModelWrite => {
      return { op: 'accumulate', ...at, add: { times, fee } };
    };
    expect(rowAfter(add(2, '0.1'), add(null, null), add(3, '0.2'))).toMatchObject({
      times: 5,
      fee: '0.3',
    });
  });

  it('updates and deletes a row that exists, and no other', () => {
    const set: ReadModelWrite = { op: 'update', ...at, set: { by: null, times: 1 } };
    expect(rowAfter(set)).toBeUndefined();
    const insert: ReadModelWrite = { op: 'insert', model: 'loans', row: { book: 'b' } };
    expect(rowAfter(insert, set)).toMatchObject({ by: null, times: 1 });
    expect(rowAfter(insert, { op: 'delete', ...at })).toBeUndefined();
    expect(rowAfter(insert, { op: 'delete', ...at, key: { book: 'c' } })).toBeDefined();
  });

  it('makes none of several changes if one does not fit', () => {
    const tables = new RowTables([loans]);
    const insert: ReadModelWrite = { op: 'insert', model: 'loans', row: { book: 'b' } };
    const unfit: ReadModelWrite = { op: 'update', ...at, set: { times: 'many' } };
    expect(() => tables.apply([insert, unfit])).toThrow(UnstorableError);
    expect(tables.get('loans', at.key)).toBeUndefined();
  });
});

describe('a key', () => {
  it.each([
    [{}, 'loans.book is a key, and absent'],
    [{ book: null }, 'loans.book is a key, and absent'],
    [{ book: 'b'.repeat(3_000) }, 'the key of loans has 3000 bytes, too many for a key'],
  ])('is refused if it is %j', (key, why) => {
    const tables = new RowTables([loans, copies]);
    expect(() => tables.get('loans', key)).toThrow(new UnstorableError(why));
  });

  it('of several columns needs all of them, and not too many bytes', () => {
    const tables = new RowTables([copies]);
    expect(() => tables.get('copies', { book: 'b' })).toThrow('copies.nth is a key, and absent');
    const long = { book: 'b'.repeat(3_000), nth: 1 };
    expect(() => tables.get('copies', long)).toThrow(/^the key of copies has \d+ bytes/);
  });
});

describe('a scan', () => {
  it('starts behind a key, and has as many rows as asked for, in the order of the keys', () => {
    const tables = new RowTables([copies]);
    const keys = [10, 9, 2, 1, 0].map((nth) => ({ book: 'b', nth }));
    tables.apply(keys.map((row) => ({ op: 'insert', model: 'copies', row })));
    const nths = (after: number | undefined, limit: number) =>
      tables
        .scan('copies', { limit, ...(after !== undefined && { after: { book: 'b', nth: after } }) })
        .map(({ nth }) => nth);
    expect(nths(undefined, 9)).toEqual([0, 1, 2, 9, 10]);
    expect(nths(undefined, 2)).toEqual([0, 1]);
    expect(nths(1, 2)).toEqual([2, 9]);
    expect(nths(5, 9)).toEqual([9, 10]);
    expect(nths(10, 9)).toEqual([]);
  });

  it('sees changes since the last one', () => {
    const tables = new RowTables([copies]);
    const insert = (nth: number): ReadModelWrite => {
      return { op: 'insert', model: 'copies', row: { book: 'b', nth } };
    };
    tables.apply([insert(1)]);
    const before = tables.scan('copies', { limit: 9 });
    tables.apply([insert(0)]);
    expect(tables.scan('copies', { limit: 9 })).toHaveLength(2);
    tables.apply([{ op: 'delete', model: 'copies', key: { book: 'b', nth: 1 } }]);
    expect(tables.scan('copies', { limit: 9 })).toEqual([{ book: 'b', nth: 0 }]);
    expect(before).toEqual([{ book: 'b', nth: 1 }]);
  });
});

it('tables refuse a model that they do not have, and two definitions of one', () => {
  const tables = new RowTables([loans, { ...loans }]);
  expect(tables.models).toEqual([loans]);
  expect(tables.find('copies')).toBeUndefined();
  expect(() => tables.table('copies')).toThrow(new RangeError('There is no read model copies.'));
  expect(() => new RowTables([loans, { ...loans, key: ['by'] }])).toThrow(
    new RangeError('Read model loans is defined in two ways.'),
  );
});
