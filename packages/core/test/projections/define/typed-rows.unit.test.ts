/* eslint-disable @typescript-eslint/no-unsafe-assignment -- what does not compile has no type */
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  accumulateRow,
  defineProjection,
  defineReadModel,
  deleteRow,
  insertRow,
  mirrorRow,
  updateRow,
  type KeyOf,
  type ReadModel,
  type Row,
  type RowOf,
} from '@foldmart/core';
import { bookLent, bookReturned, lendings, loans, registry } from './typed-loans.js';

const projection = { name: 'p', version: 1, mode: 'async' } as const;

describe('a row', () => {
  it('has the types of its columns: null unless it is a key or has a default', () => {
    expectTypeOf<RowOf<typeof lendings>>().toEqualTypeOf<{
      readonly book: string;
      readonly times: number;
      readonly days: number | null;
      readonly fee: string | null;
      readonly fees: string;
    }>();
    expectTypeOf<RowOf<typeof loans>['is_late']>().toEqualTypeOf<boolean>();
    expectTypeOf<RowOf<typeof loans>['returned_at']>().toEqualTypeOf<string | null>();
    expectTypeOf<RowOf<typeof loans>['mailed_at']>().toEqualTypeOf<string | null>();
    expectTypeOf<KeyOf<typeof loans>>().toEqualTypeOf<{ readonly book: string }>();
  });

  it('of a model that the compiler does not know is a loose one', () => {
    expectTypeOf<RowOf<ReadModel>>().toEqualTypeOf<Row>();
  });
});

describe('a write', () => {
  it('is plain data', () => {
    expect(insertRow(loans, { book: 'a', fee: '1.50' })).toEqual({
      op: 'insert',
      model: 'loans',
      row: { book: 'a', fee: '1.50' },
    });
    expect(updateRow(loans, { book: 'a' }, { returned_at: null })).toEqual({
      op: 'update',
      model: 'loans',
      key: { book: 'a' },
      set: { returned_at: null },
    });
    expect(accumulateRow(lendings, { book: 'a' }, { add: { times: 1 }, max: { days: 7 } })).toEqual(
      {
        op: 'accumulate',
        model: 'lendings',
        key: { book: 'a' },
        add: { times: 1 },
        max: { days: 7 },
      },
    );
    expect(mirrorRow(lendings, loans, { book: 'a' }, ['days'])).toEqual({
      op: 'mirror',
      from: 'lendings',
      model: 'loans',
      key: { book: 'a' },
      columns: ['days'],
    });
    expect(deleteRow(loans, { book: 'a' })).toEqual({
      op: 'delete',
      model: 'loans',
      key: { book: 'a' },
    });
  });

  it('does not compile with a typo in a column', () => {
    // @ts-expect-error raeder is not a column
    insertRow(loans, { book: 'a', raeder: 'r' });
    // @ts-expect-error raeder is not a column
    updateRow(loans, { book: 'a' }, { raeder: 'r' });
    // @ts-expect-error tines is not a column
    accumulateRow(lendings, { book: 'a' }, { add: { tines: 1 } });
    // @ts-expect-error dys is not a column
    mirrorRow(lendings, loans, { book: 'a' }, ['dys']);
  });

  it('does not compile with a typo in a key, or without a key', () => {
    // @ts-expect-error bok is not the key
    updateRow(loans, { bok: 'a' }, { reader: 'r' });
    // @ts-expect-error the key is missing
    insertRow(loans, { reader: 'r' });
    // @ts-expect-error the key is missing
    deleteRow(loans, {});
    // @ts-expect-error reader is not part of the key
    deleteRow(loans, { book: 'a', reader: 'r' });
  });

  it('does not compile with a value of another type', () => {
    // @ts-expect-error days is an integer
    insertRow(loans, { book: 'a', days: '7' });
    // @ts-expect-error is_late has a default, and is never null
    updateRow(loans, { book: 'a' }, { is_late: null });
    // @ts-expect-error a key is not null
    deleteRow(loans, { book: null });
    // @ts-expect-error a function is not JSON
    insertRow(loans, { book: 'a', notes: () => 1 });
  });

  it('does not compile if it sums non-numbers, changes the key, or copies between types', () => {
    // @ts-expect-error text cannot be summed
    accumulateRow(loans, { book: 'a' }, { add: { reader: 'r' } });
    // @ts-expect-error a boolean cannot be raised
    accumulateRow(loans, { book: 'a' }, { max: { is_late: true } });
    // @ts-expect-error a key cannot be set
    updateRow(loans, { book: 'a' }, { book: 'b' });
    // @ts-expect-error lendings has no reader
    mirrorRow(lendings, loans, { book: 'a' }, ['reader']);
    // @ts-expect-error loans.fee may be null, lendings.fees may not
    mirrorRow(loans, lendings, { book: 'a' }, ['fees']);
  });
});

describe('a read model', () => {
  it('does not compile with a typo in its definition', () => {
    const columns = { book: 'text', copies: 'integer', notes: 'json' } as const;
    // @ts-expect-error bok is not a column
    expect(() => defineReadModel({ name: 'b', key: ['bok'], columns })).toThrow(RangeError);
    // @ts-expect-error json is no key
    expect(() => defineReadModel({ name: 'b', key: ['notes'], columns })).toThrow(RangeError);
    expect(() =>
      // @ts-expect-error copy is not a column
      defineReadModel({ name: 'b', key: ['book'], columns, defaults: { copy: 1 } }),
    ).toThrow(RangeError);
    expect(() =>
      // @ts-expect-error copies is an integer
      defineReadModel({ name: 'b', key: ['book'], columns, defaults: { copies: 'one' } }),
    ).toThrow(RangeError);
    expect(() =>
      // @ts-expect-error copy is not a column
      defineReadModel({ name: 'b', key: ['book'], columns, indexes: [['copy']] }),
    ).toThrow(RangeError);
    expect(() =>
      // @ts-expect-error string is not a type of columns
      defineReadModel({ name: 'b', key: ['book'], columns: { book: 'string' } }),
    ).toThrow(RangeError);
    // @ts-expect-error index is not a property of read models
    defineReadModel({ name: 'b', key: ['book'], columns, index: [['copies']] });
  });
});

describe('a projection', () => {
  it('shows each function the events of its type, and handles the types that have one', () => {
    const lending = defineProjection(registry, {
      ...projection,
      models: [loans, lendings],
      on: {
        book_lent: ({ data }) => {
          expectTypeOf(data.days).toEqualTypeOf<number>();
          return [
            insertRow(loans, data),
            accumulateRow(lendings, { book: data.book }, { add: { times: 1, fees: data.fee } }),
          ];
        },
        book_returned: ({ data }) => [deleteRow(loans, { book: data.book })],
      },
    });
    expect(lending.handles).toEqual(['book_lent', 'book_returned']);
    expectTypeOf(lending.models).toEqualTypeOf<readonly ReadModel[]>();
  });

  it('tells the events that one function handles apart by their type', () => {
    const lending = defineProjection([bookLent, bookReturned], {
      ...projection,
      models: [loans],
      handles: ['book_lent', 'book_returned'],
      project: (event) =>
        event.type === 'book_lent'
          ? [insertRow(loans, { book: event.data.book, days: event.data.days })]
          : [updateRow(loans, { book: event.data.book }, { returned_at: event.data.returned_at })],
    });
    expect(lending.handles).toEqual(['book_lent', 'book_returned']);
  });

  it('does not compile for an event type that is not defined', () => {
    const unknown = () =>
      // @ts-expect-error book_lend is not an event type
      defineProjection(registry, { ...projection, models: [loans], on: { book_lend: () => [] } });
    expect(unknown).toThrow('book_lend, which is not defined');
    const listed = () =>
      defineProjection(registry, {
        ...projection,
        models: [loans],
        // @ts-expect-error book_lend is not an event type
        handles: ['book_lend'],
        project: () => [],
      });
    expect(listed).toThrow('book_lend, which is not defined');
  });

  it('does not compile if it reads a field that its events do not have', () => {
    defineProjection(registry, {
      ...projection,
      models: [loans],
      on: {
        // @ts-expect-error rader is not a field
        book_lent: ({ data }) => [insertRow(loans, { book: data.book, reader: data.rader })],
        // @ts-expect-error days is a field of another event
        book_returned: ({ data }) => [updateRow(loans, { book: data.book }, { days: data.days })],
      },
    });
    defineProjection(registry, {
      ...projection,
      models: [loans],
      handles: ['book_lent', 'book_returned'],
      // @ts-expect-error only one of the two events has days
      project: ({ data }) => [updateRow(loans, { book: data.book }, { days: data.days })],
    });
  });

  it('does not compile if it writes a model that it does not declare', () => {
    defineProjection(registry, {
      ...projection,
      models: [loans],
      on: {
        // @ts-expect-error lendings is not among the models
        book_lent: ({ data }) => [accumulateRow(lendings, { book: data.book }, {})],
      },
    });
  });

  it('checks writes that are made by hand as well', () => {
    defineProjection(registry, {
      ...projection,
      models: [loans],
      on: {
        // @ts-expect-error raeder is not a column
        book_lent: ({ data }) => [
          { op: 'insert', model: 'loans', row: { book: data.book, raeder: data.reader } },
        ],
        // @ts-expect-error laons is not among the models
        book_returned: ({ data }) => [{ op: 'delete', model: 'laons', key: { book: data.book } }],
      },
    });
  });
});
