import { describe, expectTypeOf, it } from 'vitest';
import type { ReadModelStore } from '@foldmart/core';
import { loans } from './typed-loans.js';

// Only types are checked: nothing is read.
const readModels = {
  get: () => Promise.resolve(undefined),
  scan: () => Promise.resolve([]),
  find: () => Promise.resolve([]),
  count: () => Promise.resolve(0),
} as ReadModelStore;

const index = ['reader', 'returned_at'] as const;

describe('reading rows', () => {
  it('returns rows with the types of their columns', async () => {
    const row = await readModels.get(loans, { book: 'a' });
    expectTypeOf(row?.fee).toEqualTypeOf<string | null | undefined>();
    const [first] = await readModels.scan(loans, { after: { book: 'a' }, limit: 1 });
    expectTypeOf(first?.days).toEqualTypeOf<number | null | undefined>();
    const [found] = await readModels.find(loans, { index: ['book'], limit: 1 });
    expectTypeOf(found?.book).toEqualTypeOf<string | undefined>();
  });

  it('accepts a page after a row, and a range of the column after those of equality', async () => {
    const page = await readModels.find(loans, {
      index,
      where: { reader: 'r' },
      range: { gte: '2026-03-01T00:00:00Z' },
      order: 'descending',
      limit: 10,
    });
    const [after] = page;
    if (after === undefined) return;
    await readModels.find(loans, { index, where: { reader: null, returned_at: null }, limit: 10 });
    await readModels.find(loans, { index, after, limit: 10 });
    await readModels.find(loans, { index: ['book'], range: { gt: 'a' }, limit: 10 });
  });

  it('does not compile with a typo, or for a query that no index serves', async () => {
    // @ts-expect-error bok is not the key
    await readModels.get(loans, { bok: 'a' });
    // @ts-expect-error there is no index on days
    await readModels.find(loans, { index: ['days'], limit: 1 });
    // @ts-expect-error the store numbers rows for itself
    await readModels.find(loans, { index: ['nth'], limit: 1 });
    // @ts-expect-error raeder is not a column
    await readModels.find(loans, { index, where: { raeder: 'r' }, limit: 1 });
    // @ts-expect-error returned_at is not the first column
    await readModels.find(loans, { index, where: { returned_at: null }, limit: 1 });
    // @ts-expect-error reader is text
    await readModels.find(loans, { index, where: { reader: 1 }, limit: 1 });
    // @ts-expect-error a range of text is bounded by text
    await readModels.find(loans, { index, range: { gt: 1 }, limit: 1 });
    // @ts-expect-error no column is left for a range
    await readModels.find(loans, {
      index: ['book'],
      where: { book: 'a' },
      range: { gt: 'a' },
      limit: 1,
    });
  });
});
