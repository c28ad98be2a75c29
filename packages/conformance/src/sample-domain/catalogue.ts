import type {
  EventEnvelope,
  Projection,
  ReadModel,
  ReadModelWrite,
  RebuildPlan,
} from '@foldmart/core';

/** Books, with columns that are mirrored from {@link catalogueActivityModel}. */
export const catalogueBooksModel: ReadModel = {
  name: 'catalogue_books',
  key: ['book'],
  columns: {
    book: 'text',
    title: 'text',
    price: 'decimal',
    edition: 'integer',
    loans: 'integer',
    last_lent_at: 'timestamp',
  },
  defaults: { loans: 0 },
  indexes: [['title']],
};

/** Fees of each book, including books that have not been acquired yet. */
export const catalogueFeesModel: ReadModel = {
  name: 'catalogue_fees',
  key: ['book'],
  columns: { book: 'text', fees: 'decimal', edition: 'integer' },
  defaults: { fees: 0 },
};

/** Loans of each book, as counted by the asynchronous projection. */
export const catalogueActivityModel: ReadModel = {
  name: 'catalogue_activity',
  key: ['book'],
  columns: { book: 'text', loans: 'integer', last_lent_at: 'timestamp', edition: 'integer' },
  defaults: { loans: 0 },
};

/** All models that a rebuild of the catalogue replaces. */
export const catalogueModels: readonly ReadModel[] = [
  catalogueBooksModel,
  catalogueFeesModel,
  catalogueActivityModel,
];

/** Written with each append. `edition` and the counts show the version that wrote a row. */
export function catalogue(version: number): Projection {
  return {
    name: 'catalogue',
    version,
    mode: 'inline',
    models: [catalogueBooksModel, catalogueFeesModel],
    handles: ['book_acquired', 'book_lent', 'book_retitled'],
    project: (event) => inCatalogue(event, version),
  };
}

/** Follows the log and mirrors its counts into the books. It is rebuilt together with {@link catalogue}. */
export function catalogueActivity(version: number): Projection {
  return {
    name: 'catalogue_activity',
    version,
    mode: 'async',
    models: [catalogueActivityModel, catalogueBooksModel],
    handles: ['book_acquired', 'book_lent'],
    project: (event) => inActivity(event, version),
  };
}

/** Both projections of the catalogue. */
export function cataloguePlan(version: number): RebuildPlan {
  return {
    id: 'catalogue+catalogue_activity',
    projections: [catalogue(version), catalogueActivity(version)],
  };
}

/** The shelf of each book. */
export const shelfmarksModel: ReadModel = {
  name: 'shelfmarks',
  key: ['book'],
  columns: { book: 'text', mark: 'text' },
};

/** Written with each append, and independent of the catalogue. */
export function shelfmarks(version: number): Projection {
  return {
    name: 'shelfmarks',
    version,
    mode: 'inline',
    models: [shelfmarksModel],
    handles: ['book_acquired'],
    project: ({ data: { book } }) => [
      { op: 'insert', model: 'shelfmarks', row: { book, mark: `${String(book)}/${version}` } },
    ],
  };
}

/** The plan of {@link shelfmarks} alone. */
export function shelfmarksPlan(version: number): RebuildPlan {
  return { id: 'shelfmarks', projections: [shelfmarks(version)] };
}

function inCatalogue({ type, data }: EventEnvelope, version: number): readonly ReadModelWrite[] {
  const { book, title, price, fee } = data;
  const edited = { title: `${String(title)} (${version})`, edition: version };
  const key = { book };
  switch (type) {
    case 'book_acquired':
      return [{ op: 'insert', model: 'catalogue_books', row: { book, price, ...edited } }];
    case 'book_retitled':
      return [{ op: 'update', model: 'catalogue_books', key, set: edited }];
    default:
      return [
        {
          op: 'accumulate',
          model: 'catalogue_fees',
          key,
          add: { fees: Number(fee) * version },
          max: { edition: version },
        },
      ];
  }
}

function inActivity({ type, data }: EventEnvelope, version: number): readonly ReadModelWrite[] {
  const key = { book: data['book'] };
  const mirrored: ReadModelWrite = {
    op: 'mirror',
    from: 'catalogue_activity',
    model: 'catalogue_books',
    key,
    columns: ['loans', 'last_lent_at'],
  };
  if (type === 'book_acquired') return [mirrored];
  const counted: ReadModelWrite = {
    op: 'accumulate',
    model: 'catalogue_activity',
    key,
    add: { loans: version },
    max: { last_lent_at: data['lent_at'], edition: version },
  };
  return [counted, mirrored];
}
