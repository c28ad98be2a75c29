import {
  accumulateRow,
  defineDecider,
  defineDomain,
  defineProjection,
  defineReadModel,
  defineSubscription,
  deleteRow,
  insertRow,
  ValidationError,
} from '@foldmart/core';
import * as z from 'zod';

interface Book {
  readonly lentTo?: string;
  readonly heldFor?: string;
  readonly queue: readonly string[];
}

const onTheShelf: Book = { queue: [] };

const bookAndMember = z.object({ book: z.string(), member: z.string() });

/** One book, which one member has, is held for one, and others wait for. */
const book = defineDecider({
  events: {
    book_lent: bookAndMember,
    book_returned: bookAndMember,
    book_reserved: bookAndMember,
    book_held: bookAndMember,
  },
  initialState: onTheShelf,
  commands: {
    lend: ({ lentTo, heldFor, queue }, member: string, { id }) => {
      if (lentTo !== undefined) throw new ValidationError(`${id} is lent to ${lentTo}.`);
      const next = heldFor ?? queue[0] ?? member;
      if (next !== member) throw new ValidationError(`${id} is kept for ${next}.`);
      return { type: 'book_lent', data: { book: id, member } };
    },
    giveBack: ({ lentTo: member }, _input: undefined, { id }) => {
      if (member === undefined) throw new ValidationError(`${id} is not lent.`);
      return { type: 'book_returned', data: { book: id, member } };
    },
    reserve: ({ lentTo, queue }, member: string, { id }) => {
      if (lentTo === undefined) throw new ValidationError(`${id} is free: lend it.`);
      if ([lentTo, ...queue].includes(member)) throw new ValidationError(`${member} waits.`);
      return { type: 'book_reserved', data: { book: id, member } };
    },
    holdForNext: ({ lentTo, heldFor, queue: [member] }, _input: undefined, { id }) => {
      if (lentTo !== undefined || heldFor !== undefined || member === undefined) return;
      return { type: 'book_held', data: { book: id, member } };
    },
  },
  evolve: {
    book_lent: ({ queue }, { member }) => ({
      lentTo: member,
      queue: queue.filter((waiting) => waiting !== member),
    }),
    book_returned: ({ queue }) => ({ queue }),
    book_reserved: (state, { member }) => ({ ...state, queue: [...state.queue, member] }),
    book_held: ({ queue }, { member }) => ({ heldFor: member, queue: queue.slice(1) }),
  },
});

/** One member, with the sum of the fees that they were charged. */
const member = defineDecider({
  events: { fee_charged: z.object({ member: z.string(), amount: z.int() }) },
  initialState: 0,
  commands: {
    charge: (_owed, amount: number, { id }) => ({
      type: 'fee_charged',
      data: { member: id, amount },
    }),
  },
  evolve: { fee_charged: (owed, { amount }) => owed + amount },
});

/** The books that are lent now. */
export const loans = defineReadModel({
  name: 'loans',
  key: ['book'],
  columns: { book: 'text', member: 'text' },
});

const members = defineReadModel({
  name: 'members',
  key: ['member'],
  columns: { member: 'text', owed: 'integer', loans: 'integer' },
  defaults: { owed: 0, loans: 0 },
});

const events = [...Object.values(book.events), ...Object.values(member.events)];

/** A lending library: streams that many clients change, inline and asynchronous rows, and a subscription. */
export const library = defineDomain({
  name: 'library',
  deciders: { book, member },
  projections: [
    defineProjection(events, {
      name: 'loans',
      version: 1,
      mode: 'inline',
      models: [loans],
      on: {
        book_lent: ({ data }) => [insertRow(loans, data)],
        book_returned: ({ data }) => [deleteRow(loans, { book: data.book })],
      },
    }),
    defineProjection(events, {
      name: 'members',
      version: 1,
      mode: 'async',
      models: [members],
      on: {
        book_lent: ({ data }) => [
          accumulateRow(members, { member: data.member }, { add: { loans: 1 } }),
        ],
        book_returned: ({ data }) => [
          accumulateRow(members, { member: data.member }, { add: { loans: -1 } }),
        ],
        fee_charged: ({ data }) => [
          accumulateRow(members, { member: data.member }, { add: { owed: data.amount } }),
        ],
      },
    }),
  ],
  subscriptions: [
    defineSubscription({
      name: 'holding',
      events: [book.events.book_returned],
      handle: async ({ data }, { commands }) => {
        await commands(book, data.book).holdForNext();
      },
    }),
  ],
});
