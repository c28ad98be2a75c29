import { expect, it } from 'vitest';
import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { systemClock } from '@foldmart/node';
import { isPortError, type EventEnvelope, type RowOf } from '@foldmart/core';
// #region lending
import {
  createEventRegistry,
  defineEvent,
  defineProjection,
  defineReadModel,
  deleteRow,
  fixedDecimal,
  insertRow,
  multiplyDecimals,
} from '@foldmart/core';
import { z } from 'zod';

const bookLent = defineEvent({
  type: 'book_lent',
  schema: z.object({ book: z.string(), reader: z.string(), due_on: z.iso.date(), days: z.int() }),
});
const bookReturned = defineEvent({
  type: 'book_returned',
  schema: z.object({ book: z.string() }),
});
const library = createEventRegistry([bookLent, bookReturned]);

const loans = defineReadModel({
  name: 'loans',
  key: ['book'],
  columns: { book: 'text', reader: 'text', due_on: 'text', fee: 'decimal' },
  indexes: [['reader', 'due_on']],
});

/** A row a book that is lent. */
const lending = defineProjection(library, {
  name: 'lending',
  version: 1,
  mode: 'inline',
  models: [loans],
  on: {
    book_lent: ({ data: { book, reader, due_on, days } }) => {
      const fee = fixedDecimal(multiplyDecimals('0.175', days), 2, 'half-even');
      return [insertRow(loans, { book, reader, due_on, fee })];
    },
    book_returned: ({ data: { book } }) => [deleteRow(loans, { book })],
  },
});
// #endregion

const { events, readModels } = createMemoryDatabase(
  {},
  { clock: systemClock, projections: [lending] },
);

function lent(book: string, due_on: string): EventEnvelope {
  const time = '2026-02-03T14:30:00Z';
  const data = { book, reader: 'r-1', due_on, days: 3 };
  return { id: `lent-${book}`, type: 'book_lent', data, schemaVersion: 1, time, origin: 'command' };
}

it('inserts and deletes rows, and reads them by an index', async () => {
  const books = Array.from({ length: 60 }, (_, nth) => `book-${String(nth).padStart(2, '0')}`);
  await events.append([
    {
      streamId: 'library',
      expectedVersion: 0,
      events: [
        ...books.map((book) => lent(book, '2026-03-01')),
        { ...lent('book-00', ''), id: 'returned', type: 'book_returned' },
      ],
    },
  ]);
  // #region find
  const dueInMarch = {
    index: ['reader', 'due_on'],
    where: { reader: 'r-1' },
    range: { gte: '2026-03-01', lt: '2026-04-01' },
    limit: 50,
  } as const;

  const page = await readModels.find(loans, dueInMarch);
  const after = page.at(-1);
  const next = after && (await readModels.find(loans, { ...dueInMarch, after }));
  // #endregion
  expect([...page, ...(next ?? [])].map(({ book }) => book)).toEqual(books.slice(1));
  // #region row-type
  const row: RowOf<typeof loans> | undefined = await readModels.get(loans, { book: 'book-01' });
  const fee: string | null | undefined = row?.fee;
  // #endregion
  expect(fee).toBe('0.52');
  const unserved = readModels.find(loans, { index: ['fee'], limit: 1 } as never);
  await expect(unserved).rejects.toSatisfy(isPortError);
});

// #region from-state
import { type Decider, type EventOf } from '@foldmart/core';

const feeCharged = defineEvent({
  type: 'fee_charged',
  schema: z.object({ reader: z.string(), fee: z.number(), total: z.number(), level: z.string() }),
});

/** The decider knows the total after a fee, so the event states it. */
const fees: Decider<number, { reader: string; fee: number }, EventOf<typeof feeCharged>> = {
  initialState: 0,
  decide({ reader, fee }, before) {
    const total = before + fee;
    const level = total >= 20 ? 'blocked' : 'open';
    return [{ type: 'fee_charged', data: { reader, fee, total, level } }];
  },
  evolve: (_before, { data }) => data.total,
};

const accounts = defineReadModel({
  name: 'reader_accounts',
  key: ['reader'],
  columns: { reader: 'text', total: 'decimal', level: 'text' },
});

const accounting = defineProjection([feeCharged], {
  name: 'reader-accounts',
  version: 1,
  mode: 'inline',
  models: [accounts],
  on: {
    fee_charged: ({ data: { reader, total, level } }) => [
      insertRow(accounts, { reader }),
      updateRow(accounts, { reader }, { total, level }),
    ],
  },
});
// #endregion

import { updateRow } from '@foldmart/core';
import { specFor } from '@foldmart/core/testing';

it('states in the event what depends on the state', () => {
  const given = fees.decide({ reader: 'r-1', fee: 12 }, 0);
  const then = fees.decide({ reader: 'r-1', fee: 9 }, 12);
  specFor(accounting)
    .given([...given, ...then])
    .then({ reader_accounts: [{ reader: 'r-1', total: 21, level: 'blocked' }] });
});
