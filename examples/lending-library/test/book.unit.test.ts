import { describe, expect, it } from 'vitest';
import { specFor } from '@foldmart/core/testing';
import { book, type Book } from '../src/book.js';
import { addDays } from '../src/days.js';

const on = (day: string) => ({ id: 'dune', now: `${day}T12:00:00.000Z` });
const of = (member: string) => ({ book: 'dune', member });
const lent = { type: 'book_lent', data: { ...of('ann'), due: '2026-03-24' } } as const;
const returned = {
  type: 'book_returned',
  data: { ...of('ann'), days_late: 0, fee: '0' },
} as const;
const reserved = (member: string) => ({ type: 'book_reserved', data: of(member) }) as const;
const held = { type: 'book_held', data: { ...of('bob'), until: '2026-03-10' } } as const;

describe('a book', () => {
  it('is lent for three weeks', () => {
    specFor(book)
      .given([])
      .when({ type: 'lend', data: 'ann', context: on('2026-03-03') })
      .then([lent]);
  });

  it('is lent to one member at a time', () => {
    specFor(book)
      .given([lent])
      .when({ type: 'lend', data: 'bob', context: on('2026-03-03') })
      .thenFails('dune is lent until 2026-03-24.');
  });

  it.each([
    ['2026-03-24', 0, '0'],
    ['2026-03-25', 1, '0.25'],
    ['2026-07-02', 100, '25'],
  ])('costs a fee for each day that it is late: returned on %s', (day, days, fee) => {
    specFor(book)
      .given([lent])
      .when({ type: 'giveBack', data: undefined, context: on(day) })
      .then([{ type: 'book_returned', data: { ...of('ann'), days_late: days, fee } }]);
  });

  it('is held for the first of those who wait', () => {
    const waiting: Book = { hold: { member: 'bob', until: '2026-03-10' }, queue: ['cid'] };
    specFor(book)
      .given([lent, reserved('bob'), reserved('cid'), returned])
      .when({ type: 'holdForNext', data: undefined, context: on('2026-03-07') })
      .then([held])
      .andState(waiting);
  });

  it('is lent only to the member for whom it is held', () => {
    const waiting = specFor(book).given([lent, reserved('bob'), returned, held]);
    waiting
      .when({ type: 'lend', data: 'ann', context: on('2026-03-08') })
      .thenFails('dune is kept for bob.');
    waiting
      .when({ type: 'lend', data: 'bob', context: on('2026-03-08') })
      .then([{ type: 'book_lent', data: { ...of('bob'), due: '2026-03-29' } }]);
  });

  it('is free for the next once a hold has lapsed', () => {
    const waiting = specFor(book).given([lent, reserved('bob'), returned, held]);
    const lapse = { type: 'lapseHold', data: undefined } as const;
    waiting.when({ ...lapse, context: on('2026-03-10') }).then([]);
    waiting
      .when({ ...lapse, context: on('2026-03-11') })
      .then([{ type: 'hold_lapsed', data: of('bob') }]);
  });

  it('is reserved only while it cannot be lent, and once by each member', () => {
    const spec = specFor(book);
    const reserve = { type: 'reserve', data: 'bob', context: on('2026-03-03') } as const;
    spec.given([]).when(reserve).thenFails('dune is free: lend it.');
    spec
      .given([lent])
      .when(reserve)
      .then([reserved('bob')]);
    spec
      .given([lent, reserved('bob')])
      .when(reserve)
      .thenFails('bob has dune or waits');
  });
});

it('counts days across months', () => {
  expect(addDays('2026-02-27T23:59:59.999Z', 2)).toBe('2026-03-01');
});
