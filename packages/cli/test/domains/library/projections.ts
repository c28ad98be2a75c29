import type { Projection, ReadModel } from '@foldmart/core';

const loansModel: ReadModel = {
  name: 'loans',
  key: ['book'],
  columns: { book: 'text', member: 'text' },
};

const readersModel: ReadModel = {
  name: 'readers',
  key: ['member'],
  columns: { member: 'text', books: 'integer' },
};

const busiestModel: ReadModel = {
  name: 'shelf_wear',
  key: ['book'],
  columns: { book: 'text', days: 'integer' },
};

/** Who has which book. */
export const loans: Projection = {
  name: 'loans',
  version: 1,
  mode: 'inline',
  models: [loansModel],
  handles: ['lent', 'returned'],
  project: ({ type, data }) => {
    const key = { book: data['book'] };
    const set = { member: type === 'lent' ? data['member'] : null };
    return [
      { op: 'insert', model: 'loans', row: key },
      { op: 'update', model: 'loans', key, set },
    ];
  },
};

/** How much each member reads. */
export const readers: Projection = {
  name: 'readers',
  version: 1,
  mode: 'async',
  models: [readersModel],
  handles: ['lent'],
  project: ({ data }) => [
    { op: 'accumulate', model: 'readers', key: { member: data['member'] }, add: { books: 1 } },
  ],
};

/** How long each book was away; only the next version of the library has it. */
export const shelfWear: Projection = {
  name: 'shelf_wear',
  version: 1,
  mode: 'inline',
  models: [busiestModel],
  handles: ['lent'],
  project: ({ data }) => [
    {
      op: 'accumulate',
      model: 'shelf_wear',
      key: { book: data['book'] },
      add: { days: data['days'] },
    },
  ],
};
