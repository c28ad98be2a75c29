import {
  accumulateRow,
  defineProjection,
  defineReadModel,
  deleteRow,
  insertRow,
  negateDecimal,
} from '@foldmart/core';
import { book } from './book.js';
import { member } from './member.js';

const events = [...Object.values(book.events), ...Object.values(member.events)];

/** The books that are lent now. By the index, overdue loans are read in the order of their due dates. */
export const loans = defineReadModel({
  name: 'loans',
  key: ['book'],
  columns: { book: 'text', member: 'text', due: 'text' },
  indexes: [['due']],
});

/** What each member owes, and how many books they have now. */
export const members = defineReadModel({
  name: 'members',
  key: ['member'],
  columns: { member: 'text', owed: 'decimal', loans: 'integer' },
  defaults: { owed: 0, loans: 0 },
});

/** Inline: a loan is in the table as soon as the command has returned. */
export const loansProjection = defineProjection(events, {
  name: 'loans',
  version: 1,
  mode: 'inline',
  models: [loans],
  on: {
    book_lent: ({ data }) => [insertRow(loans, data)],
    book_returned: ({ data }) => [deleteRow(loans, { book: data.book })],
  },
});

/** Asynchronous: a member has many books, whose streams would otherwise contend for one row. */
export const membersProjection = defineProjection(events, {
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
    fee_paid: ({ data }) => [
      accumulateRow(
        members,
        { member: data.member },
        { add: { owed: negateDecimal(data.amount) } },
      ),
    ],
  },
});
