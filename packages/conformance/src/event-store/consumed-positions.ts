import assert from 'node:assert/strict';
import {
  recordConsumed,
  type ConsumedPosition,
  type ConsumedRange,
  type ConsumedState,
  type EventStore,
  type IngestReport,
} from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import { booksProjection, lent, sourceAt } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';

const place = { group: 'keepers', topic: 'books', topicId: 'first', partition: 2 } as const;

export const consumedPositionCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the position of a batch is recorded with it, whatever the batch holds',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.deepEqual(await events.consumed(), []);
      const books = Array.from({ length: 12 }, (_, nth) => opening(`book-${nth}`));
      await events.ingest({ items: books, consumed: range(0, 12) });
      await assertNext(events, '12');
      const letter = { source: sourceAt(12), detail: '', attempts: 1 };
      const deadLetters = [{ ...letter, reason: 'malformed' as const }];
      await events.ingest({ items: [], deadLetters, consumed: range(12, 13) });
      await assertNext(events, '13');
      const loan = following('book-0', lent('book-0', 1));
      await events.ingest({ items: [loan, ...books], consumed: range(13, 26) });
      await assertNext(events, '26');
      await events.ingest({ items: [], consumed: range(26, 9_007_199_254_740_993n) });
      await assertNext(events, '9007199254740993');
      await events.ingest({ items: [opening('another')] });
      await assertNext(events, '9007199254740993');
    },
  },
  ...[1, 12].map((count) => ({
    name: `a batch of ${count} that is rejected records no position`,
    async run(harness: EventStoreHarness) {
      const project = (): never => {
        throw new TypeError('there is no such shelf');
      };
      const { events } = await harness.open([{ ...booksProjection, project }]);
      const items = Array.from({ length: count }, (_, nth) => opening(`book-${nth}`));
      await portErrorOf(events.ingest({ items, consumed: range(0, count) }), {
        reason: 'rejected',
        code: 'projection-failed',
      });
      assert.deepEqual(await events.consumed(), []);
    },
  })),
  {
    name: 'a batch that begins ahead of the recorded position is recorded, and opens a gap that is kept and reported',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [], consumed: range(0, 500) });
      const items = Array.from({ length: 10 }, (_, nth) => opening(`book-${nth}`));
      const gap = { from: '500', to: '700' };
      const opened = await events.ingest({ items, consumed: range(700, 710) });
      assert.deepEqual(opened, { outcomes: items.map(() => 'appended'), gap });
      const later = await harness.open([]);
      assert.deepEqual(await consume(later.events, range(710, 720)), { outcomes: [], gap });
      const [position] = await later.events.consumed();
      const foundAt = position?.gap?.foundAt ?? '';
      assert.ok(!Number.isNaN(Date.parse(foundAt)), foundAt);
      assert.deepEqual(position, { ...place, next: '720', gap: { ...gap, foundAt } });
    },
  },
  {
    name: 'a gap that the group consumes again shrinks from its start and closes at its end',
    async run(harness) {
      const { events } = await harness.open([]);
      await consume(events, range(0, 500));
      await consume(events, range(700, 710));
      const shrunk = await consume(events, range(450, 600));
      assert.deepEqual(shrunk.gap, { from: '600', to: '700' });
      const closed = await consume(events, range(600, 705));
      assert.deepEqual(closed, { outcomes: [] });
      await assertNext(events, '710');
    },
  },
  {
    name: 'a batch within a gap does not close it, and another gap widens it',
    async run(harness) {
      const { events } = await harness.open([]);
      await consume(events, range(0, 500));
      await consume(events, range(700, 710));
      const within = await consume(events, range(600, 720));
      assert.deepEqual(within.gap, { from: '500', to: '700' });
      const widened = await consume(events, range(800, 810));
      assert.deepEqual(widened.gap, { from: '500', to: '800' });
    },
  },
  {
    name: 'neither a repeat nor a late batch of a former owner moves the position backwards',
    async run(harness) {
      const { events } = await harness.open([]);
      await consume(events, range(0, 30));
      for (const late of [range(0, 30), range(10, 20), range(0, 5)]) {
        assert.deepEqual(await consume(events, late), { outcomes: [] });
      }
      await assertNext(events, '30');
      assert.deepEqual(await consume(events, range(30, 40)), { outcomes: [] });
    },
  },
  {
    name: 'concurrent batches of several owners leave the highest position, and no gap',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      await Promise.all(
        Array.from({ length: 20 }, (_, nth) =>
          retrying(harness.clock, async () => {
            const items = [opening(`book-${nth}`), following('shared', lent('shared', nth + 1))];
            await instances[nth % 2]?.events.ingest({ items, consumed: range(0, nth + 1) });
          }),
        ),
      );
      assert.ok(instances[0]);
      await assertNext(instances[0].events, '20');
    },
  },
  {
    name: 'positions of other groups, topics, partitions and lives of a topic are not compared',
    async run(harness) {
      const { events } = await harness.open([]);
      await consume(events, range(0, 30));
      const others = [
        { group: 'other' },
        { topic: 'other' },
        { topicId: 'second' },
        { topicId: null },
        { partition: 0 },
      ].map((other) => ({ ...range(50, 60), ...other }));
      for (const other of others) {
        assert.deepEqual(await consume(events, other), { outcomes: [] });
      }
      const found = await events.consumed();
      assert.deepEqual(
        new Set(found.map(({ next, gap, ...at }) => JSON.stringify([...keyed(at), next, gap]))),
        new Set(
          [range(0, 30), ...others].map((at) => JSON.stringify([...keyed(at), at.next, null])),
        ),
      );
    },
  },
  {
    name: 'a gap that is dismissed is closed, in one partition or in all of the topic',
    async run(harness) {
      const { events } = await harness.open([]);
      const partitions = [0, 1, 2].map((partition) => ({ partition }));
      const all = [...partitions, { topicId: 'former' }, { group: 'other' }, { topic: 'other' }];
      for (const at of all) {
        await consume(events, { ...range(0, 10), ...at });
        await consume(events, { ...range(20, 30), ...at });
      }
      assert.equal(await events.dismissGaps('keepers', 'books', 1), 1);
      assert.deepEqual((await gaps(events)).length, 5);
      assert.equal(await events.dismissGaps('keepers', 'books'), 3);
      assert.equal(await events.dismissGaps('keepers', 'books'), 0);
      assert.deepEqual((await gaps(events)).map(({ group, topic }) => `${group} ${topic}`).sort(), [
        'keepers other',
        'other books',
      ]);
      assert.deepEqual(await consume(events, range(30, 40)), { outcomes: [] });
    },
  },
  {
    name: 'positions and gaps follow the rule over a long sequence of batches',
    async run(harness) {
      const { events } = await harness.open([]);
      let known: ConsumedState | undefined;
      for (let nth = 0; nth < 120; nth += 1) {
        const from = (nth * 37) % 23;
        const batch = range(from + (nth >> 4), from + (nth >> 4) + 1 + ((nth * 13) % 9));
        known = recordConsumed(known, batch);
        const { gap } = await consume(events, batch);
        assert.deepEqual({ ...(gap && { gap }) }, { ...(known.gap && { gap: known.gap }) });
        assert.equal((await events.consumed())[0]?.next, known.next, `batch ${nth}`);
      }
    },
  },
];

function range(from: number, next: number | bigint): ConsumedRange {
  return { ...place, from: String(from), next: String(next) };
}

function consume(events: EventStore, consumed: ConsumedRange): Promise<IngestReport> {
  return events.ingest({ items: [], consumed });
}

async function assertNext(events: EventStore, next: string): Promise<void> {
  assert.deepEqual(await events.consumed(), [{ ...place, next, gap: null }]);
}

async function gaps(events: EventStore): Promise<readonly ConsumedPosition[]> {
  return (await events.consumed()).filter(({ gap }) => gap !== null);
}

type At = Pick<ConsumedRange, 'group' | 'topic' | 'topicId' | 'partition'>;

function keyed({ group, topic, topicId, partition }: At): readonly unknown[] {
  return [group, topic, topicId, partition];
}
