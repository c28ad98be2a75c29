import assert from 'node:assert/strict';
import type { EventEnvelope, EventStore } from '@foldmart/core';
import { inBackground } from '../background.js';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntil } from '../waiting.js';
import { assertStreamOrder, assertWholeLog, idsOf, LogFollower } from './log-follower.js';

export const followingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a follower misses nothing if an append commits after one that started later',
    async run(harness) {
      const { events } = await harness.open([]);
      const follower = new LogFollower(events);
      const slow = await hold(harness, 'slow');
      await append(events, [acquired('fast')]);
      await follower.poll();
      await append(events, [acquired('faster')]);
      await follower.poll();
      await slow.commit();
      assertWholeLog(await follower.readUntil(harness.clock, 3), [
        acquired('slow'),
        acquired('fast'),
        acquired('faster'),
      ]);
    },
  },
  {
    name: 'a follower misses nothing if appends commit in the opposite order, between its reads',
    async run(harness) {
      const { events } = await harness.open([]);
      const follower = new LogFollower(events, 2);
      const books = ['first', 'second', 'third', 'fourth'];
      const held = [];
      for (const book of books) held.push(await hold(harness, book));
      for (const append of held.reverse()) {
        await append.commit();
        await follower.poll();
      }
      const seen = await follower.readUntil(harness.clock, books.length);
      assertWholeLog(
        seen,
        books.map((book) => acquired(book)),
      );
    },
  },
  {
    name: 'a follower misses nothing of several slow appends, each with several events',
    async run(harness) {
      const { events } = await harness.open([]);
      const follower = new LogFollower(events, 2);
      const books = ['slow', 'slower'];
      const held = [];
      for (const book of books) {
        const given = [acquired(book), ...lentTimes(book, 1, 3)];
        const streamId = bookStream(book);
        held.push(await harness.holdAppend({ streamId, expectedVersion: 0, events: given }));
        await append(events, [acquired(`beside ${book}`)]);
        await follower.poll();
      }
      for (const slow of held) {
        await slow.commit();
        await follower.poll();
      }
      const expected = books.flatMap((book) => [
        acquired(book),
        ...lentTimes(book, 1, 3),
        acquired(`beside ${book}`),
      ]);
      assertWholeLog(await follower.readUntil(harness.clock, 10), expected);
    },
  },
  {
    name: 'a follower sees nothing of an append that is rolled back, and stops waiting for it',
    async run(harness) {
      const { events } = await harness.open([]);
      const follower = new LogFollower(events);
      const given = await hold(harness, 'given up');
      await append(events, [acquired('kept')]);
      await follower.poll();
      await given.rollback();
      assertWholeLog(await follower.readUntil(harness.clock, 1), [acquired('kept')]);
    },
  },
  {
    name: 'positions that were taken and never used block no reader',
    async run(harness) {
      const { events } = await harness.open([]);
      const follower = new LogFollower(events);
      await harness.wastePosition();
      await append(events, [acquired('a')]);
      await harness.wastePosition();
      await harness.wastePosition();
      await append(events, [acquired('b')]);
      await harness.wastePosition();
      assertWholeLog(await follower.readUntil(harness.clock, 2), [acquired('a'), acquired('b')]);
    },
  },
  {
    name: 'two followers see the same log, even if one read while an append was held',
    async run(harness) {
      const { events } = await harness.open([]);
      const early = new LogFollower(events, 1);
      const slow = await hold(harness, 'slow');
      await append(events, [acquired('fast'), lent('fast', 1)]);
      await early.poll();
      await slow.commit();
      await early.readUntil(harness.clock, 3);
      const late = await new LogFollower(events).readUntil(harness.clock, 3);
      assert.deepEqual(idsOf(early.seen), idsOf(late));
    },
  },
  {
    name: 'a follower beside eight writers sees every event once, and each stream in order',
    timeoutMs: 120_000,
    async run(harness) {
      const instances = await Promise.all(Array.from({ length: 4 }, () => harness.open([])));
      const [first] = instances;
      assert.ok(first);
      const appends = 25;
      let isWriting = true;
      const writers = Array.from({ length: 8 }, async (_, writer) => {
        const { events } = instances[writer % instances.length] ?? first;
        for (let nth = 1; nth <= appends; nth += 1) {
          await retrying(harness.clock, () => append(events, [note(writer, nth)]));
        }
      });
      const follower = new LogFollower(first.events, 7);
      const following = inBackground(followWhile(() => isWriting, follower, harness));
      await Promise.all(writers).finally(() => {
        isWriting = false;
      });
      await following;
      assertWholeLog(await follower.readUntil(harness.clock, 8 * appends), notes(8, appends));
    },
  },
  {
    name: 'a held append is reported as the blocker of readers, until it ends',
    async run(harness) {
      const { events } = await harness.open([]);
      const slow = await hold(harness, 'slow');
      await append(events, [acquired('fast')]);
      const blocker = await events.blocker();
      assert.ok(blocker, 'a transaction holds readers back');
      assert.match(blocker.description, /\S/);
      assert.ok(blocker.ageMs >= 0, `an age of ${blocker.ageMs} ms`);
      await slow.rollback();
      await waitUntil(
        harness.clock,
        'no transaction holds readers back',
        async () => (await events.blocker()) === undefined,
      );
    },
  },
];

function hold(
  harness: EventStoreHarness,
  book: string,
): ReturnType<EventStoreHarness['holdAppend']> {
  return harness.holdAppend({
    streamId: bookStream(book),
    expectedVersion: 'no-stream',
    events: [acquired(book)],
  });
}

/** Appends each event to the stream of its book. */
async function append(events: EventStore, given: readonly EventEnvelope[]): Promise<void> {
  for (const event of given) {
    const streamId = bookStream(String(event.data['book']));
    await events.append([{ streamId, expectedVersion: 'any', events: [event] }]);
  }
}

/** Eight writers share four books, so that streams have two writers each. */
function note(writer: number, nth: number): EventEnvelope {
  return lent(`shared-${writer % 4}`, nth, { id: `writer ${writer}, event ${nth}` });
}

function notes(writers: number, appends: number): readonly EventEnvelope[] {
  return Array.from({ length: writers }, (_, writer) =>
    lentTimes('any', 1, appends).map((_event, index) => note(writer, index + 1)),
  ).flat();
}

async function followWhile(
  isGoingOn: () => boolean,
  follower: LogFollower,
  harness: EventStoreHarness,
): Promise<void> {
  while (isGoingOn()) {
    await follower.poll();
    assertStreamOrder(follower.seen);
    await harness.clock.sleep(1);
  }
}
