import {
  assertWriteFits,
  UnstorableError,
  type ReadModel,
  type ReadModelWrite,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const columns = {
  book: 'text',
  title: 'text',
  times: 'integer',
  fee: 'decimal',
  lent_at: 'timestamp',
  is_late: 'boolean',
} as const;
const models: Readonly<Record<string, ReadModel>> = {
  loans: { name: 'loans', key: ['book'], columns },
  books: { name: 'books', key: ['book'], columns: { book: 'text', title: 'text', fee: 'integer' } },
  copies: { name: 'copies', key: ['book', 'nth'], columns: { ...columns, nth: 'integer' } },
  editions: { name: 'editions', key: ['book', 'year'], columns: { ...columns, year: 'integer' } },
  labelled: { name: 'labelled', key: ['book', 'nth'], columns: { ...columns, nth: 'text' } },
  numbered: { name: 'numbered', key: ['book'], columns: { book: 'integer', title: 'text' } },
  renamed: { name: 'renamed', key: ['title'], columns: { title: 'text' } },
};
const at = { model: 'loans', key: { book: 'b' } } as const;

function refusalOf(write: ReadModelWrite): string {
  try {
    assertWriteFits(write, (name) => models[name]!);
  } catch (error) {
    expect(error).toBeInstanceOf(UnstorableError);
    return (error as Error).message;
  }
  return 'accepted';
}

describe('a change', () => {
  it.each<ReadModelWrite>([
    { op: 'insert', model: 'loans', row: { book: 'b', color: 'red' } },
    { op: 'delete', ...at },
    { op: 'update', ...at, set: { title: 't', is_late: true } },
    { op: 'accumulate', ...at },
    { op: 'accumulate', ...at, add: { times: 1, fee: '1.5' }, max: { lent_at: 'x' } },
    { op: 'accumulate', ...at, max: { times: 1, fee: '1.5' } },
    { op: 'mirror', ...at, from: 'books', columns: ['title'] },
    { op: 'mirror', ...at, from: 'books', columns: [] },
  ])('fits: %o', (write) => {
    expect(refusalOf(write)).toBe('accepted');
  });

  it.each<[string, ReadModelWrite]>([
    ['loans has no column color', { op: 'update', ...at, set: { title: 't', color: 'red' } }],
    ['loans has no column toString', { op: 'update', ...at, set: { toString: 1 } }],
    [
      'loans.book is a key column, which cannot be set',
      { op: 'update', ...at, set: { title: 't', book: 'c' } },
    ],
    ['loans has no column color', { op: 'accumulate', ...at, add: { color: 1 } }],
    [
      'loans.book is a key column, which cannot be added to',
      { op: 'accumulate', ...at, add: { book: 1 } },
    ],
    [
      'loans.book is a key column, which cannot be raised',
      { op: 'accumulate', ...at, max: { book: 1 } },
    ],
    [
      'loans.lent_at is timestamp, which cannot be added to',
      { op: 'accumulate', ...at, add: { times: 1, lent_at: 'x' } },
    ],
    [
      'loans.is_late is boolean, which cannot be raised',
      { op: 'accumulate', ...at, max: { lent_at: 'x', is_late: true } },
    ],
    [
      'loans.times cannot be both added to and raised',
      { op: 'accumulate', ...at, add: { fee: 1, times: 1 }, max: { times: 2 } },
    ],
    [
      'loans cannot mirror copies, which has another key',
      { op: 'mirror', ...at, from: 'copies', columns: ['title'] },
    ],
    [
      'copies cannot mirror loans, which has another key',
      { op: 'mirror', model: 'copies', key: {}, from: 'loans', columns: ['title'] },
    ],
    ...['editions', 'labelled'].map((from): [string, ReadModelWrite] => [
      `copies cannot mirror ${from}, which has another key`,
      { op: 'mirror', model: 'copies', key: {}, from, columns: ['title'] },
    ]),
    [
      'loans cannot mirror numbered, which has another key',
      { op: 'mirror', ...at, from: 'numbered', columns: ['title'] },
    ],
    [
      'loans cannot mirror renamed, which has another key',
      { op: 'mirror', ...at, from: 'renamed', columns: ['title'] },
    ],
    ['loans has no column color', { op: 'mirror', ...at, from: 'books', columns: ['color'] }],
    [
      'loans.book is a key column, which cannot be copied',
      { op: 'mirror', ...at, from: 'books', columns: ['book'] },
    ],
    [
      'loans.fee is decimal; books.fee is integer',
      { op: 'mirror', ...at, from: 'books', columns: ['title', 'fee'] },
    ],
    [
      'loans.times is integer; books.times is no column',
      { op: 'mirror', ...at, from: 'books', columns: ['times'] },
    ],
    [
      'a mirror into loans names a column twice',
      { op: 'mirror', ...at, from: 'books', columns: ['title', 'title'] },
    ],
  ])('does not fit: %s', (why, write) => {
    expect(refusalOf(write)).toBe(why);
  });
});
