import { defineSubscription } from '@foldmart/core';
import { book } from './book.js';
import { member } from './member.js';

const { book_returned, hold_lapsed } = book.events;

/** A book that is free again is held for the member who waits longest. */
export const holding = defineSubscription({
  name: 'holding',
  events: [book_returned, hold_lapsed],
  handle: async ({ data }, { commands }) => {
    await commands(book, data.book).holdForNext();
  },
});

/** The fee of a late return is charged to the member. */
export const charging = defineSubscription({
  name: 'charging',
  events: [book_returned],
  handle: async ({ data }, { commands }) => {
    if (data.days_late > 0) await commands(member, data.member).charge(data.fee);
  },
});
