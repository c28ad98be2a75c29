import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import { rejectionOf, versionConflictOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { assertResults } from './append-results.js';
import { assertStream } from './stream-contents.js';

const a = bookStream('a');
const b = bookStream('b');

export const appendCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an append creates a stream and returns its version',
    async run(harness) {
      const { events } = await harness.open([]);
      const opened = [acquired('a'), lent('a', 1)];
      const results = await events.append([
        { streamId: a, expectedVersion: 'no-stream', events: opened },
      ]);
      assertResults(results, [{ streamId: a, version: 2, appended: 2, duplicates: 0 }]);
      await assertStream(events, a, opened);
    },
  },
  {
    name: 'an append adds events after the existing ones',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const results = await events.append([
        { streamId: a, expectedVersion: 1, events: lentTimes('a', 1, 3) },
      ]);
      assertResults(results, [{ streamId: a, version: 4, appended: 3, duplicates: 0 }]);
      await assertStream(events, a, [acquired('a'), ...lentTimes('a', 1, 3)]);
    },
  },
  {
    name: 'one append writes to many streams and returns results in their order',
    async run(harness) {
      const { events } = await harness.open([]);
      const books = Array.from({ length: 50 }, (_, index) => `many-${index}`);
      const results = await events.append(
        books.map((book) => ({
          streamId: bookStream(book),
          expectedVersion: 0,
          events: [acquired(book), lent(book, 1)],
        })),
      );
      const expected = books.map((book) => ({
        streamId: bookStream(book),
        version: 2,
        appended: 2,
        duplicates: 0,
      }));
      assertResults(results, expected);
      for (const book of books) {
        await assertStream(events, bookStream(book), [acquired(book), lent(book, 1)]);
      }
    },
  },
  {
    name: 'an append to many streams is all or nothing',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: b, expectedVersion: 0, events: [acquired('b')] }]);
      const conflict = await versionConflictOf(
        events.append([
          { streamId: a, expectedVersion: 0, events: [acquired('a')] },
          { streamId: b, expectedVersion: 0, events: [lent('b', 1)] },
          { streamId: bookStream('c'), expectedVersion: 'any', events: [acquired('c')] },
        ]),
      );
      assert.equal(conflict.streamId, b);
      await assertStream(events, a, []);
      await assertStream(events, b, [acquired('b')]);
      await assertStream(events, bookStream('c'), []);
    },
  },
  {
    name: 'an append that names a stream twice is rejected completely',
    async run(harness) {
      const { events } = await harness.open([]);
      await rejectionOf(
        events.append([
          { streamId: a, expectedVersion: 'any', events: [acquired('a')] },
          { streamId: a, expectedVersion: 'any', events: [lent('a', 1)] },
        ]),
        'an append that names a stream twice',
      );
      await assertStream(events, a, []);
    },
  },
  {
    name: 'an empty append does nothing, and an append without events creates no stream',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.deepEqual(await events.append([]), []);
      const results = await events.append([{ streamId: a, expectedVersion: 'any', events: [] }]);
      assertResults(results, [{ streamId: a, version: 0, appended: 0, duplicates: 0 }]);
      await events.append([{ streamId: a, expectedVersion: 'no-stream', events: [acquired('a')] }]);
    },
  },
  {
    name: 'concurrent appends to one stream that expect any version all succeed, without a gap',
    async run(harness) {
      const [first, second] = [await harness.open([]), await harness.open([])];
      const appends = lentTimes('a', 1, 20).map((event, index) =>
        retrying(harness.clock, () =>
          (index % 2 === 0 ? first : second).events.append([
            { streamId: a, expectedVersion: 'any', events: [event] },
          ]),
        ),
      );
      const versions = (await Promise.all(appends)).map(([result]) => result?.version ?? 0);
      assert.deepEqual(
        versions.sort((one, other) => one - other),
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      const { events: stored } = await first.events.readStream(a);
      stored.forEach(({ streamVersion }, index) => {
        assert.equal(streamVersion, index + 1);
      });
      assert.deepEqual(
        stored.map(({ id }) => id).sort(),
        lentTimes('a', 1, 20)
          .map(({ id }) => id)
          .sort(),
      );
    },
  },
  {
    name: 'an append of a thousand events is read back completely',
    async run(harness) {
      const { events } = await harness.open([]);
      const many = lentTimes('a', 1, 1_000);
      await events.append([{ streamId: a, expectedVersion: 0, events: many }]);
      await assertStream(events, a, many);
    },
  },
];
