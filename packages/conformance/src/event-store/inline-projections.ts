import assert from 'node:assert/strict';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import {
  acquired,
  booksModel,
  booksProjection,
  bookStream,
  lent,
  lentTimes,
  loansModel,
  retitled,
} from '../sample-domain/index.js';
import { versionConflictOf } from '../rejections.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';

const a = bookStream('a');

export const inlineProjectionCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'rows of inline projections are visible once the append has resolved',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      await instance.events.append([
        {
          streamId: a,
          expectedVersion: 0,
          events: [acquired('a'), lent('a', 1), retitled('a', 'New'), lent('a', 2)],
        },
      ]);
      await assertBook(instance, 'a', 'New');
      await assertLoans(instance, 'a', 2);
    },
  },
  {
    name: 'rows of inline projections are visible once the batch is recorded',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      const items = [opening('a'), following('a', lent('a', 1)), following('a', lent('a', 2))];
      await instance.events.ingest({ items: [...items, opening('b')] });
      await assertBook(instance, 'a', 'On a');
      await assertBook(instance, 'b', 'On b');
      await assertLoans(instance, 'a', 2);
    },
  },
  {
    name: 'only new events are projected: in one batch, across batches, whether appended or ingested',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      const loan = following('a', lent('a', 1));
      await instance.events.ingest({ items: [opening('a'), loan, loan] });
      await instance.events.ingest({ items: [loan, following('a', lent('a', 2)), loan] });
      const [append] = [
        { streamId: a, expectedVersion: 'any', events: lentTimes('a', 1, 3) } as const,
      ];
      await instance.events.append([append]);
      await instance.events.append([append]);
      await assertLoans(instance, 'a', 3);
    },
  },
  {
    name: 'conflicts and refused events are not projected',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      await instance.events.ingest({ items: [opening('a'), following('a', lent('a', 1))] });
      await instance.events.ingest({
        items: [
          opening('a', acquired('a', { id: 'other', data: { title: 'Other' } })),
          following('a', lent('a', 1, { data: { fee: 5 } })),
        ],
      });
      await versionConflictOf(
        instance.events.append([{ streamId: a, expectedVersion: 9, events: [lent('a', 2)] }]),
      );
      await assertBook(instance, 'a', 'On a');
      await assertLoans(instance, 'a', 1);
    },
  },
  {
    name: 'an append that fails for one stream projects nothing of its other streams',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      await versionConflictOf(
        instance.events.append([
          { streamId: a, expectedVersion: 0, events: [acquired('a')] },
          { streamId: bookStream('b'), expectedVersion: 'stream-exists', events: [acquired('b')] },
        ]),
      );
      await assertNoBook(instance, 'a');
      await assertNoBook(instance, 'b');
    },
  },
  {
    name: 'rows of a held append are invisible until it commits',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      const held = await hold(harness);
      await assertNoBook(instance, 'a');
      await held.commit();
      await assertBook(instance, 'a', 'On a');
      await assertLoans(instance, 'a', 1);
    },
  },
  {
    name: 'rows of an append that is rolled back never appear',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      const held = await hold(harness);
      await held.rollback();
      await assertNoBook(instance, 'a');
      assert.equal(await instance.readModels.count(loansModel), 0);
      await instance.events.ingest({ items: [opening('a')] });
      await assertBook(instance, 'a', 'On a');
    },
  },
  {
    name: 'events that a projection does not handle do not change its rows',
    async run(harness) {
      const instance = await harness.open([booksProjection]);
      const unhandled = { ...acquired('a'), type: 'book_wanted' };
      await instance.events.append([{ streamId: a, expectedVersion: 0, events: [unhandled] }]);
      assert.equal(await instance.readModels.count(booksModel), 0);
    },
  },
];

function hold(harness: EventStoreHarness): ReturnType<EventStoreHarness['holdAppend']> {
  return harness.holdAppend({
    streamId: a,
    expectedVersion: 0,
    events: [acquired('a'), lent('a', 1)],
  });
}

async function assertBook(instance: StoreInstance, book: string, title: string): Promise<void> {
  const row = await instance.readModels.get(booksModel, { book });
  assert.equal(row?.['title'], title, `the title of ${book}`);
}

async function assertNoBook(instance: StoreInstance, book: string): Promise<void> {
  assert.equal(await instance.readModels.get(booksModel, { book }), undefined, `no row of ${book}`);
}

async function assertLoans(instance: StoreInstance, book: string, loans: number): Promise<void> {
  const row = await instance.readModels.get(loansModel, { book });
  assert.equal(row?.['loans'], loans, `loans of ${book}`);
}
