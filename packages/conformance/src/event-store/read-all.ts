import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import { assertWholeLog, idsOf, LogFollower } from './log-follower.js';

const books = Array.from({ length: 12 }, (_, index) => `shelf-${index}`);
const wholeLog = books.flatMap((book) => [acquired(book), lent(book, 1), lent(book, 2)]);

export const readAllCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an empty log has no events and no next position',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.deepEqual(await events.readAll({ limit: 10 }), { events: [], next: undefined });
    },
  },
  {
    name: 'the log holds the events of all streams, each event once, in the order of each stream',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(harness);
      assertWholeLog(await new LogFollower(events).readUntil(harness.clock, wholeLog.length), [
        ...wholeLog,
      ]);
    },
  },
  {
    name: 'pages of any size show the same log',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(harness);
      const whole = await new LogFollower(events, 1_000).readUntil(harness.clock, wholeLog.length);
      for (const limit of [1, 2, 7, wholeLog.length, wholeLog.length + 1]) {
        const follower = new LogFollower(events, limit);
        const paged = await follower.readUntil(harness.clock, wholeLog.length);
        assert.deepEqual(paged, whole, `pages of ${limit}`);
      }
    },
  },
  {
    name: 'a read from any position continues after it, in any process',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(harness);
      const whole = await new LogFollower(events).readUntil(harness.clock, wholeLog.length);
      const other = await harness.open([]);
      for (const [index, { position }] of whole.entries()) {
        const rest = await other.events.readAll({ after: position, limit: 1_000 });
        assert.deepEqual(idsOf(rest.events), idsOf(whole.slice(index + 1)));
      }
    },
  },
  {
    name: 'a reader at the end keeps its position, and sees the events that follow',
    async run(harness) {
      const { events } = await harness.open([]);
      await fill(harness);
      const follower = new LogFollower(events);
      await follower.readUntil(harness.clock, wholeLog.length);
      const end = follower.next;
      assert.ok(end !== undefined);
      assert.deepEqual(await events.readAll({ after: end, limit: 10 }), { events: [], next: end });
      await events.ingest({ items: [opening('new')] });
      const seen = await follower.readUntil(harness.clock, wholeLog.length + 1);
      assert.equal(seen.at(-1)?.id, acquired('new').id);
      assert.equal(seen.at(-1)?.streamId, bookStream('new'));
    },
  },
];

/** Fills the log by append and ingest, with interleaved streams. */
async function fill(harness: EventStoreHarness): Promise<void> {
  const { events } = await harness.open([]);
  await events.ingest({ items: books.map((book) => opening(book)) });
  for (const book of books) {
    await events.append([
      { streamId: bookStream(book), expectedVersion: 1, events: [lent(book, 1)] },
    ]);
  }
  await events.ingest({ items: books.map((book) => following(book, lent(book, 2))) });
}
