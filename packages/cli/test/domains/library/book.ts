import * as z from 'zod';
import { defineDecider, ValidationError } from '@foldmart/core';

/** Where a book is. */
interface Book {
  readonly member: string | null;
  readonly loans: number;
}

const shelved: Book = { member: null, loans: 0 };

/** Lends books and takes them back. */
export const book = defineDecider({
  events: {
    lent: z.object({ book: z.string(), member: z.string(), days: z.int() }),
    returned: z.object({ book: z.string() }),
  },
  initialState: shelved,
  commands: {
    lend: (state, input: { readonly member: string; readonly days: number }, { id }) => {
      if (state.member !== null) throw new ValidationError(`${id} is lent to ${state.member}.`);
      return { type: 'lent', data: { book: id, ...input } };
    },
    giveBack: (state, _input: undefined, { id }) =>
      state.member === null ? undefined : { type: 'returned', data: { book: id } },
  },
  evolve: {
    lent: ({ loans }, { member }) => ({ member, loans: loans + 1 }),
    returned: ({ loans }) => ({ member: null, loans }),
  },
});
