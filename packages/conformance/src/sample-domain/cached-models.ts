import {
  cacheable,
  type CachedEntityKind,
  type CacheSegment,
  type ReadModel,
} from '@foldmart/core';

/** Readers as they are now; `loans` and `last_lent_at` are mirrored from {@link readerActivityModel}. */
export const readersModel: ReadModel = {
  name: 'library_readers',
  key: ['reader'],
  columns: {
    reader: 'text',
    name: 'text',
    email: 'text',
    age: 'integer',
    rank: 'text',
    joined_at: 'timestamp',
    loans: 'integer',
    last_lent_at: 'timestamp',
  },
  defaults: { loans: 0 },
  operational: { last_cached_at: 'timestamp' },
  arrival: 'arrival',
  indexes: [
    ['last_cached_at', 'arrival'],
    ['last_lent_at', 'arrival'],
    ['joined_at', 'arrival'],
  ],
};

const titleSegments: Readonly<Record<string, CacheSegment>> = {
  popular: { orderBy: [{ column: 'loans', direction: 'descending' }] },
  newest: { orderBy: [{ column: 'shelved_at', direction: 'descending' }] },
  dearest: { orderBy: [{ column: 'price', direction: 'descending' }] },
  'by-shelf': {
    orderBy: [
      { column: 'shelf', direction: 'ascending' },
      { column: 'shelved_at', direction: 'ascending' },
    ],
  },
};

/** Titles as they are now; `loans` is mirrored from {@link titleActivityModel}. */
export const titlesModel: ReadModel = cacheable(
  {
    name: 'library_titles',
    key: ['title'],
    columns: {
      title: 'text',
      shelf: 'text',
      price: 'decimal',
      deposit: 'decimal',
      wear: 'decimal',
      copies: 'integer',
      shelved_at: 'timestamp',
      loans: 'integer',
    },
    defaults: { loans: 0 },
  },
  titleSegments,
);

/** Every loan. */
export const loanSlipsModel: ReadModel = {
  name: 'library_loan_slips',
  key: ['loan'],
  columns: { loan: 'text', reader: 'text', title: 'text', lent_at: 'timestamp' },
};

/** The loans of readers, including those who have not joined yet. */
export const readerActivityModel: ReadModel = {
  name: 'library_reader_activity',
  key: ['reader'],
  columns: { reader: 'text', loans: 'integer', last_lent_at: 'timestamp' },
  defaults: { loans: 0 },
};

/** The number of loans of titles, including those that are not on a shelf yet. */
export const titleActivityModel: ReadModel = {
  name: 'library_title_activity',
  key: ['title'],
  columns: { title: 'text', loans: 'integer' },
  defaults: { loans: 0 },
};

/** Readers in the cache. */
export const readerKind: CachedEntityKind = {
  name: 'readers',
  model: readersModel,
  segments: {
    borrowers: {
      where: { column: 'last_lent_at', is: 'not-null' },
      orderBy: [{ column: 'last_lent_at', direction: 'ascending' }],
    },
    'non-borrowers': {
      where: { column: 'last_lent_at', is: 'null' },
      orderBy: [{ column: 'joined_at', direction: 'descending' }],
    },
  },
};

/** Titles in the cache. */
export const titleKind: CachedEntityKind = {
  name: 'titles',
  model: titlesModel,
  segments: titleSegments,
};
