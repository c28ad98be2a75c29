import assert from 'node:assert/strict';
import type { StoredEvent } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { assertInstant } from '../instants.js';
import { acquired, bookStream, lent } from '../sample-domain/index.js';
import { assertResults } from './append-results.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import { LogFollower } from './log-follower.js';

const a = bookStream('a');

export const recordedAtCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an event has the time of its recording, in UTC and to the microsecond, whether appended or ingested',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      await events.ingest({ items: [following('a', lent('a', 1)), opening('b')] });
      const slices = [await events.readStream(a), await events.readStream(bookStream('b'))];
      for (const { recordedAt } of slices.flatMap((slice) => slice.events)) {
        assertInstant(recordedAt);
      }
    },
  },
  {
    name: 'the time of recording is the same however an event is read, and in every process',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      await events.ingest({ items: [following('a', lent('a', 1))] });
      const forwards = (await events.readStream(a)).events;
      const other = await harness.open([]);
      const log = await new LogFollower(other.events).readUntil(harness.clock, 2);
      assert.deepEqual(timesOf(log), timesOf(forwards));
      assert.deepEqual(timesOf((await other.events.readEnd(2)).events), timesOf(forwards));
      const backwards = (await other.events.readStream(a, { backwards: true })).events;
      assert.deepEqual(timesOf(backwards).reverse(), timesOf(forwards));
    },
  },
  {
    name: 'a repeated event is a duplicate at any later time, and keeps the time of its first recording',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const first = (await events.readStream(a)).events;
      await harness.clock.sleep(5);
      const again = await events.append([
        { streamId: a, expectedVersion: 0, events: [acquired('a')] },
      ]);
      assertResults(again, [{ streamId: a, version: 1, appended: 0, duplicates: 1 }]);
      assert.deepEqual(await events.ingest({ items: [opening('a')] }), { outcomes: ['duplicate'] });
      assert.deepEqual((await events.readStream(a)).events, first);
    },
  },
  {
    name: 'an event that was read is a duplicate if it is written back with all the fields that it was read with',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const [stored] = (await events.readStream(a)).events;
      assert.ok(stored);
      const given = await events.append([{ streamId: a, expectedVersion: 1, events: [stored] }]);
      assertResults(given, [{ streamId: a, version: 1, appended: 0, duplicates: 1 }]);
      assert.deepEqual(await events.ingest({ items: [opening('a', stored)] }), {
        outcomes: ['duplicate'],
      });
    },
  },
  {
    name: 'an event keeps its own time, and a data field that is named recordedAt',
    async run(harness) {
      const { events } = await harness.open([]);
      const event = acquired('a', { time: '1999-12-31T23:59:59Z', data: { recordedAt: 'never' } });
      await events.append([{ streamId: a, expectedVersion: 0, events: [event] }]);
      const [stored] = (await events.readStream(a)).events;
      assert.equal(stored?.time, '1999-12-31T23:59:59Z');
      assert.equal(stored.data['recordedAt'], 'never');
      assert.notEqual(stored.recordedAt.slice(0, 4), '1999');
    },
  },
];

function timesOf(events: readonly StoredEvent[]): string[] {
  return events.map(({ id, recordedAt }) => `${id} at ${recordedAt}`);
}
