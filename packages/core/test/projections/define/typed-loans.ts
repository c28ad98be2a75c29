import { z } from 'zod';
import { createEventRegistry, defineEvent, defineReadModel } from '@foldmart/core';

const shared = {
  version: 1,
  topic: 'loans',
  partitionKey: ({ book }: { book: string }) => book,
  streamId: ({ book }: { book: string }) => `book-${book}`,
  startsStream: false,
} as const;

export const bookLent = defineEvent({
  ...shared,
  type: 'book_lent',
  schema: z.object({ book: z.string(), reader: z.string(), days: z.int(), fee: z.number() }),
  identity: ({ book, reader }) => `${book}/${reader}`,
});

export const bookReturned = defineEvent({
  ...shared,
  type: 'book_returned',
  schema: z.object({ book: z.string(), returned_at: z.string() }),
  identity: ({ book, returned_at }) => `${book}/${returned_at}`,
});

export const registry = createEventRegistry([bookLent, bookReturned]);

export const loans = defineReadModel({
  name: 'loans',
  key: ['book'],
  columns: {
    book: 'text',
    reader: 'text',
    days: 'integer',
    fee: 'decimal',
    is_late: 'boolean',
    returned_at: 'timestamp',
    notes: 'json',
  },
  defaults: { is_late: false },
  operational: { mailed_at: 'timestamp' },
  arrival: 'nth',
  indexes: [['reader', 'returned_at'], ['nth']],
});

export const lendings = defineReadModel({
  name: 'lendings',
  key: ['book'],
  columns: { book: 'text', times: 'integer', days: 'integer', fee: 'decimal', fees: 'decimal' },
  defaults: { times: 0, fees: 0 },
});
