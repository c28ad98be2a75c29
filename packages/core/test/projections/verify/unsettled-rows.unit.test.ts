import { describe, expect, it } from 'vitest';
import type { ReadModelWrite } from '@foldmart/core';
import { UnsettledRows } from '../../../src/projections/verify/unsettled-rows.js';
import { roomProjections } from '../../support/reading-room.js';

/** Of books, which two projections write, and of shelves, which one does. */
function unsettledBy(...writes: readonly ReadModelWrite[]): UnsettledRows {
  const unsettled = new UnsettledRows(roomProjections());
  for (const write of writes) unsettled.add(write, 'a');
  return unsettled;
}

const book = { model: 'books', key: { book: 'a' } } as const;
const mirror = { ...book, op: 'mirror', from: 'readings', columns: ['times'] } as const;
const update = { ...book, op: 'update', set: { shelf: 's' } } as const;
const sum = { ...book, op: 'accumulate', add: { times: 1 } } as const;
const insert = { op: 'insert', model: 'books', row: { book: 'a' } } as const;
const deletion = { ...book, op: 'delete' } as const;

describe('a change that a lagging projection has not made yet', () => {
  it.each([
    ['mirror', mirror, 'times', 'shelf'],
    ['update', update, 'shelf', 'times'],
  ] as const)('leaves open its own columns: %s', (_op, write, own, other) => {
    const unsettled = unsettledBy(write);
    expect(unsettled.hasColumn('books', 'a', own)).toBe(true);
    expect(unsettled.hasColumn('books', 'a', other)).toBe(false);
    expect(unsettled.hasRow('books', 'a')).toBe(false);
  });

  it.each([sum, insert, deletion])('leaves open the whole row if it is one like %j', (write) => {
    const unsettled = unsettledBy(write);
    expect(unsettled.hasColumn('books', 'a', 'shelf')).toBe(true);
    expect(unsettled.hasRow('books', 'a')).toBe(true);
  });

  it('leaves open no other row', () => {
    const unsettled = unsettledBy(mirror, sum);
    expect([unsettled.hasRow('books', 'b'), unsettled.hasRow('readings', 'a')]).toEqual([
      false,
      false,
    ]);
    expect(unsettled.hasColumn('readings', 'a', 'times')).toBe(false);
  });

  it('leaves nothing open in a model that no other projection writes', () => {
    const unsettled = unsettledBy({ ...sum, model: 'shelves', key: { shelf: 'a' } });
    expect(unsettled.hasRow('shelves', 'a')).toBe(false);
    expect(unsettled.size).toBe(0);
  });

  it('is kept once for each row and set of columns', () => {
    const unsettled = unsettledBy(mirror, mirror, update, sum);
    unsettled.add(mirror, 'b');
    expect(unsettled.size).toBe(4);
  });
});
