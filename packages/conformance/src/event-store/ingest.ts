import assert from 'node:assert/strict';
import type { IngestItem } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes, sourceAt } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { assertStream, envelopeOf } from './stream-contents.js';
import { opening, following } from './ingest-items.js';

const a = bookStream('a');

export const ingestCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an ingested batch is recorded stream by stream, in the order of its items',
    async run(harness) {
      const { events } = await harness.open([]);
      const items = [
        opening('a'),
        opening('b'),
        following('a', lent('a', 1)),
        following('b', lent('b', 1)),
        following('a', lent('a', 2)),
      ];
      const { outcomes } = await events.ingest({ items });
      assert.deepEqual(
        outcomes,
        items.map(() => 'appended'),
      );
      await assertStream(events, a, [acquired('a'), lent('a', 1), lent('a', 2)]);
      await assertStream(events, bookStream('b'), [acquired('b'), lent('b', 1)]);
    },
  },
  {
    name: 'an empty batch is recorded',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.deepEqual(await events.ingest({ items: [] }), { outcomes: [] });
    },
  },
  {
    name: 'a redelivered batch changes nothing and reports duplicates',
    async run(harness) {
      const { events } = await harness.open([]);
      const items = [opening('a'), ...lentTimes('a', 1, 3).map((event) => following('a', event))];
      await events.ingest({ items });
      for (let time = 0; time < 3; time += 1) {
        const { outcomes } = await events.ingest({ items });
        assert.deepEqual(
          outcomes,
          items.map(() => 'duplicate'),
        );
      }
      await assertStream(events, a, [acquired('a'), ...lentTimes('a', 1, 3)]);
    },
  },
  {
    name: 'an event that occurs twice in one batch is appended once',
    async run(harness) {
      const { events } = await harness.open([]);
      const items = [opening('a'), opening('a'), following('a', lent('a', 1)), opening('a')];
      const { outcomes } = await events.ingest({ items });
      assert.deepEqual(outcomes, ['appended', 'duplicate', 'appended', 'duplicate']);
      await assertStream(events, a, [acquired('a'), lent('a', 1)]);
    },
  },
  {
    name: 'an appended event is a duplicate if it is ingested, and vice versa',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const { outcomes } = await events.ingest({ items: [opening('a'), opening('b')] });
      assert.deepEqual(outcomes, ['duplicate', 'appended']);
      const results = await events.append([
        { streamId: bookStream('b'), expectedVersion: 0, events: [acquired('b')] },
      ]);
      assert.deepEqual(results[0]?.duplicates, 1);
    },
  },
  {
    name: 'one batch can have all outcomes, each in the place of its item',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a'), opening('b')] });
      const unstorable = lent('c', 1, { data: { reader: 'nul \u0000 byte' } });
      const items: IngestItem[] = [
        opening('c'),
        { ...opening('a'), source: sourceAt(1) },
        {
          ...opening('b', acquired('b', { id: 'other', data: { price: 1 } })),
          source: sourceAt(2),
        },
        { ...following('c', unstorable), source: sourceAt(3) },
        following('c', lent('c', 2)),
        opening('d'),
        following('c', lent('c', 2)),
      ];
      const { outcomes } = await events.ingest({ items });
      const [, , , unstorableOutcome] = outcomes;
      assert.deepEqual(outcomes, [
        'appended',
        'duplicate',
        'conflict',
        unstorableOutcome,
        'appended',
        'appended',
        'duplicate',
      ]);
      const kept = unstorableOutcome === 'appended' ? [unstorable] : [];
      assert.equal(unstorableOutcome, kept.length === 0 ? 'refused' : 'appended');
      await assertStream(events, bookStream('c'), [acquired('c'), ...kept, lent('c', 2)]);
      await assertStream(events, bookStream('d'), [acquired('d')]);
    },
  },
  {
    name: 'a batch of two thousand items has two thousand outcomes',
    async run(harness) {
      const { events } = await harness.open([]);
      const books = Array.from({ length: 1_000 }, (_, index) => `bulk-${index}`);
      const items = books.flatMap((book) => [opening(book), following(book, lent(book, 1))]);
      await events.ingest({ items: items.slice(0, 500) });
      const { outcomes } = await events.ingest({ items });
      assert.equal(outcomes.length, items.length);
      assert.deepEqual(new Set(outcomes.slice(0, 500)), new Set(['duplicate']));
      assert.deepEqual(new Set(outcomes.slice(500)), new Set(['appended']));
      const last = await events.readStream(bookStream('bulk-999'));
      assert.deepEqual(last.events.map(envelopeOf), [acquired('bulk-999'), lent('bulk-999', 1)]);
    },
  },
];
