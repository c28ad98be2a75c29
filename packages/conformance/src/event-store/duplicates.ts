import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import { versionConflictOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { assertResults } from './append-results.js';
import { assertStream } from './stream-contents.js';

const a = bookStream('a');
const b = bookStream('b');

export const duplicateCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a retried append changes nothing and succeeds, although its expected version is stale',
    async run(harness) {
      const { events } = await harness.open([]);
      const append = {
        streamId: a,
        expectedVersion: 'no-stream',
        events: [acquired('a'), lent('a', 1)],
      } as const;
      await events.append([append]);
      const repeated = await events.append([append]);
      assertResults(repeated, [{ streamId: a, version: 2, appended: 0, duplicates: 2 }]);
      await assertStream(events, a, append.events);
    },
  },
  {
    name: 'a retried append succeeds although others appended after it',
    async run(harness) {
      const { events } = await harness.open([]);
      const append = { streamId: a, expectedVersion: 0, events: [acquired('a')] };
      await events.append([append]);
      await events.append([{ streamId: a, expectedVersion: 1, events: [lent('a', 1)] }]);
      const repeated = await events.append([append]);
      assertResults(repeated, [{ streamId: a, version: 2, appended: 0, duplicates: 1 }]);
      await assertStream(events, a, [acquired('a'), lent('a', 1)]);
    },
  },
  {
    name: 'an append that is partly in the log adds the rest at its expected version',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const overlap = [acquired('a'), lent('a', 1), lent('a', 2)];
      const results = await events.append([{ streamId: a, expectedVersion: 1, events: overlap }]);
      assertResults(results, [{ streamId: a, version: 3, appended: 2, duplicates: 1 }]);
      await assertStream(events, a, overlap);
    },
  },
  {
    name: 'an append that is partly in the log still conflicts at another version',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const conflict = await versionConflictOf(
        events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a'), lent('a', 1)] }]),
      );
      assert.deepEqual([conflict.expected, conflict.actual], [0, 1]);
      await assertStream(events, a, [acquired('a')]);
    },
  },
  {
    name: 'an event that one append names twice is appended once',
    async run(harness) {
      const { events } = await harness.open([]);
      const results = await events.append([
        { streamId: a, expectedVersion: 0, events: [acquired('a'), lent('a', 1), acquired('a')] },
      ]);
      assertResults(results, [{ streamId: a, version: 2, appended: 2, duplicates: 1 }]);
      await assertStream(events, a, [acquired('a'), lent('a', 1)]);
    },
  },
  {
    name: 'duplicates in one stream do not affect new events in another',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const results = await events.append([
        { streamId: a, expectedVersion: 0, events: [acquired('a')] },
        { streamId: b, expectedVersion: 0, events: [acquired('b')] },
      ]);
      assertResults(results, [
        { streamId: a, version: 1, appended: 0, duplicates: 1 },
        { streamId: b, version: 1, appended: 1, duplicates: 0 },
      ]);
    },
  },
  {
    name: 'one append that many make concurrently is appended once and succeeds for all',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const append = { streamId: a, expectedVersion: 0, events: lentTimes('a', 1, 3) };
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, nth) =>
          retrying(harness.clock, async () =>
            instances[nth % instances.length]?.events.append([append]),
          ),
        ),
      );
      const appended = results.map((result) => result?.[0]?.appended ?? -1).sort();
      assert.deepEqual(appended, [...Array.from({ length: 19 }, () => 0), 3]);
      const [first] = instances;
      assert.ok(first);
      await assertStream(first.events, a, append.events);
    },
  },
];
