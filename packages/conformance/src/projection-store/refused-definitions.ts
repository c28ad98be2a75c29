import type { Projection, ReadModel } from '@foldmart/core';

/** A set of projections that no store may open. */
export interface RefusedProgram {
  readonly what: string;
  readonly projections: readonly Projection[];
}

const books: ReadModel = {
  name: 'refused_books',
  key: ['book'],
  columns: { book: 'text', copies: 'integer', notes: 'json', price: 'decimal' },
};

const projection: Projection = {
  name: 'refused',
  version: 1,
  mode: 'async',
  models: [books],
  handles: ['book_acquired'],
  project: () => [],
};

/** Definitions that Postgres would reject when tables are created or written, and contradictory definitions. */
export const refusedPrograms: readonly RefusedProgram[] = [
  ...Object.entries<Partial<ReadModel>>({
    'a name in upper case': { name: 'Refused' },
    'an empty name': { name: '' },
    'a name with a space': { name: 'refused books' },
    'a name that begins with a digit': { name: '1st_books' },
    'a name of 64 characters': { name: 'b'.repeat(64) },
    'a name of Hangul letters': { name: '책' },
    'the name of the log': { name: 'events' },
    'the name of an index of the log': { name: 'events_stream_key' },
    'the name of the migrations': { name: 'foldmart_migrations' },
    'the name that the shadow of another model has': { name: 'refused__rebuild' },
    'the name of the model of skipped events': { name: 'projection_failures' },
    'no key': { key: [] },
    'a key that is not among its columns': { key: ['reader'] },
    'a key that is named twice': { key: ['book', 'book'] },
    'a key of type decimal': { key: ['price'] },
    'a key of type json': { key: ['notes'] },
    'a column in upper case': { columns: { book: 'text', Copies: 'integer' } },
    'a column of 64 characters': { columns: { book: 'text', ['c'.repeat(64)]: 'integer' } },
    'a column that Postgres has in every table': { columns: { book: 'text', xmin: 'integer' } },
    'a column of an unknown type': { columns: { book: 'text', copies: 'number' as 'integer' } },
    'a default for a column that it does not have': { defaults: { readers: 1 } },
    'a default of another type': { defaults: { copies: 'one' } },
    'a default for its key': { defaults: { book: 'a' } },
    'an index on a column that it does not have': { indexes: [['reader']] },
    'an index without columns': { indexes: [[]] },
    'an index that names a column twice': { indexes: [['copies', 'copies']] },
    'an index on JSON': { indexes: [['notes']] },
    'the same index twice': { indexes: [['copies'], ['copies']] },
    'two indexes whose names are the same': {
      columns: { book: 'text', a: 'text', b: 'text', a_b: 'text', c: 'text', b_c: 'text' },
      indexes: [
        ['a_b', 'c'],
        ['a', 'b_c'],
      ],
    },
    'an index of more columns than Postgres takes': {
      columns: { book: 'text', ...Object.fromEntries(many(33).map((name) => [name, 'text'])) },
      indexes: [many(33)],
    },
    'an operational column that events write as well': { operational: { copies: 'integer' } },
    'an arrival column that events write as well': { arrival: 'copies' },
  }).map(([what, change]) => ({
    what: `a read model with ${what}`,
    projections: [{ ...projection, models: [{ ...books, ...change }] }],
  })),
  ...Object.entries<readonly Partial<Projection>[]>({
    'a projection without a name': [{ name: '' }],
    'a projection whose name is no text that SQL can hold': [{ name: 'a\0b' }],
    'a projection of version 0': [{ version: 0 }],
    'a projection of version 1.5': [{ version: 1.5 }],
    'a projection of an unknown mode': [{ mode: 'sync' as 'async' }],
    'a projection that handles no events': [{ handles: [] }],
    'a projection that lists an event type twice': [{ handles: ['a', 'a'] }],
    'two projections of one name': [{}, { mode: 'inline' }],
    'a read model that is defined in two ways': [
      {},
      { name: 'other', models: [{ ...books, indexes: [['copies']] }] },
    ],
    'a read model with the name of an index of another': [
      { models: [{ ...books, indexes: [['copies']] }] },
      { name: 'other', models: [{ ...books, name: 'refused_books_copies_idx' }] },
    ],
    'a read model with the name of the key of another': [
      {},
      { name: 'other', models: [{ ...books, name: 'refused_books_pkey' }] },
    ],
  }).map(([what, changes]) => ({
    what,
    projections: changes.map((change) => ({ ...projection, ...change })),
  })),
];

function many(count: number): readonly string[] {
  return Array.from({ length: count }, (_, nth) => `c${nth}`);
}
