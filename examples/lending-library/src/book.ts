import { defineDecider, multiplyDecimals, ValidationError, type EventData } from '@foldmart/core';
import * as z from 'zod';
import { addDays, daysBetween } from './days.js';

const loanDays = 21;
const holdDays = 3;
const feePerDay = '0.25';

/** What is known of a book. */
export interface Book {
  readonly loan?: { readonly member: string; readonly due: string };
  /** The member for whom the book is kept on the shelf, and until when. */
  readonly hold?: { readonly member: string; readonly until: string };
  /** Members who wait for the book, the first to come first. */
  readonly queue: readonly string[];
}

const onTheShelf: Book = { queue: [] };

const bookAndMember = { book: z.string(), member: z.string() };

/** One book. */
export const book = defineDecider({
  events: {
    book_lent: {
      version: 2,
      schema: z.object({ ...bookAndMember, due: z.iso.date() }),
      upcasters: { 1: lentV1ToV2 },
    },
    book_returned: z.object({ ...bookAndMember, days_late: z.int().min(0), fee: z.string() }),
    book_reserved: z.object(bookAndMember),
    book_held: z.object({ ...bookAndMember, until: z.iso.date() }),
    hold_lapsed: z.object(bookAndMember),
  },
  initialState: onTheShelf,
  commands: {
    lend: ({ loan, hold, queue }, member: string, { id, now }) => {
      if (loan) throw new ValidationError(`${id} is lent until ${loan.due}.`);
      const next = hold?.member ?? queue[0] ?? member;
      if (next !== member) throw new ValidationError(`${id} is kept for ${next}.`);
      return { type: 'book_lent', data: { book: id, member, due: addDays(now, loanDays) } };
    },
    giveBack: ({ loan }, _input: undefined, { id, now }) => {
      if (!loan) throw new ValidationError(`${id} is not lent.`);
      const daysLate = Math.max(0, daysBetween(loan.due, now));
      const fee = multiplyDecimals(feePerDay, daysLate);
      const { member } = loan;
      return { type: 'book_returned', data: { book: id, member, days_late: daysLate, fee } };
    },
    reserve: ({ loan, hold, queue }, member: string, { id }) => {
      if (!loan && !hold) throw new ValidationError(`${id} is free: lend it.`);
      if ([loan?.member, hold?.member, ...queue].includes(member)) {
        throw new ValidationError(`${member} has ${id} or waits for it already.`);
      }
      return { type: 'book_reserved', data: { book: id, member } };
    },
    holdForNext: ({ loan, hold, queue: [member] }, _input: undefined, { id, now }) => {
      if (loan || hold || member === undefined) return;
      return { type: 'book_held', data: { book: id, member, until: addDays(now, holdDays) } };
    },
    lapseHold: ({ hold }, _input: undefined, { id, now }) => {
      if (!hold || daysBetween(hold.until, now) <= 0) return;
      return { type: 'hold_lapsed', data: { book: id, member: hold.member } };
    },
  },
  evolve: {
    book_lent: ({ queue }, { member, due }) => ({
      loan: { member, due },
      queue: queue.filter((waiting) => waiting !== member),
    }),
    book_returned: ({ queue }) => ({ queue }),
    book_reserved: (state, { member }) => ({ ...state, queue: [...state.queue, member] }),
    book_held: ({ queue }, { member, until }) => ({
      hold: { member, until },
      queue: queue.slice(1),
    }),
    hold_lapsed: ({ queue }) => ({ queue }),
  },
});

/** Version 1 called the member `reader`, and recorded the day of the loan in place of the day it is due. */
function lentV1ToV2({ reader, lent_on, ...rest }: EventData): EventData {
  return { ...rest, member: reader, due: addDays(String(lent_on), loanDays) };
}
