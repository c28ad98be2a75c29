import type { EventEnvelope, Projection, ReadModel, ReadModelWrite } from '@foldmart/core';

/** Books as they are now. */
export const booksModel: ReadModel = {
  name: 'library_books',
  key: ['book'],
  columns: { book: 'text', title: 'text', price: 'decimal', acquired_at: 'timestamp' },
};

/** The number of loans of each book, including books that have not been acquired yet. */
export const loansModel: ReadModel = {
  name: 'library_loans',
  key: ['book'],
  columns: { book: 'text', loans: 'integer', fees: 'decimal', last_lent_at: 'timestamp' },
  defaults: { loans: 0, fees: 0 },
};

/** Written with each append. */
export const booksProjection: Projection = {
  name: 'library_books',
  version: 1,
  mode: 'inline',
  models: [booksModel, loansModel],
  handles: ['book_acquired', 'book_lent', 'book_retitled'],
  project: projectBook,
};

function projectBook({ type, data }: EventEnvelope): readonly ReadModelWrite[] {
  const { book, title, fee, lent_at } = data;
  switch (type) {
    case 'book_acquired':
      return [{ op: 'insert', model: 'library_books', row: data }];
    case 'book_retitled':
      return [{ op: 'update', model: 'library_books', key: { book }, set: { title } }];
    default:
      return [
        {
          op: 'accumulate',
          model: 'library_loans',
          key: { book },
          add: { loans: 1, fees: fee },
          max: { last_lent_at: lent_at },
        },
      ];
  }
}
