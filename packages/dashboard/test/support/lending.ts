import {
  accumulateRow,
  defineDecider,
  defineDomain,
  defineProjection,
  defineReadModel,
  insertRow,
  updateRow,
  ValidationError,
} from '@foldmart/core';
import { createApp, type SettingTexts } from '@foldmart/composition';
import * as z from 'zod';

const book = defineDecider({
  events: {
    lent: z.object({ book: z.string(), member: z.string() }),
    returned: z.object({ book: z.string() }),
  },
  initialState: { member: null as string | null, loans: 0 },
  commands: {
    lend: (state, member: string, { id }) => {
      if (state.member !== null) throw new ValidationError(`${id} is lent to ${state.member}.`);
      return { type: 'lent', data: { book: id, member } };
    },
    giveBack: (state, _input: undefined, { id }) =>
      state.member === null ? undefined : { type: 'returned', data: { book: id } },
  },
  evolve: {
    lent: ({ loans }, { member }) => ({ member, loans: loans + 1 }),
    returned: ({ loans }) => ({ member: null, loans }),
  },
});

const loansModel = defineReadModel({
  name: 'loans',
  key: ['book'],
  columns: { book: 'text', member: 'text' },
  indexes: [['member']],
});

const readersModel = defineReadModel({
  name: 'readers',
  key: ['member'],
  columns: { member: 'text', books: 'integer' },
});

const loans = defineProjection(Object.values(book.events), {
  name: 'loans',
  version: 1,
  mode: 'inline',
  models: [loansModel],
  on: {
    lent: ({ data: { book: title, member } }) => [
      insertRow(loansModel, { book: title, member }),
      updateRow(loansModel, { book: title }, { member }),
    ],
    returned: ({ data: { book: title } }) => [
      updateRow(loansModel, { book: title }, { member: null }),
    ],
  },
});

const readers = defineProjection(Object.values(book.events), {
  name: 'readers',
  version: 1,
  mode: 'async',
  models: [readersModel],
  on: {
    lent: ({ data: { member } }) => [
      accumulateRow(readersModel, { member }, { add: { books: 1 } }),
    ],
  },
});

/** A library: books that members borrow. */
const lending = defineDomain({
  name: 'lending',
  deciders: { book },
  projections: [loans, readers],
});

/** The library in memory, with nothing from the environment. */
export function openLending(settings: SettingTexts = {}) {
  return createApp(lending, { LOG_LEVEL: 'silent', ...settings });
}
