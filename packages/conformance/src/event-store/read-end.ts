import assert from 'node:assert/strict';
import type { EventEnvelope, EventStore, LogSlice } from '@foldmart/core';
import { inBackground } from '../background.js';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { assertStreamOrder, assertWholeLog, idsOf, LogFollower } from './log-follower.js';
import { holdSlowAppend } from './hold-slow-append.js';

const twelveLoans = lentTimes('a', 1, 12);

export const readEndCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the end of an empty log has no events, and is before the first event',
    async run(harness) {
      const { events } = await harness.open([]);
      const ends = await Promise.all([0, 1, 10].map((limit) => events.readEnd(limit)));
      assert.equal(await events.count(ends[0]?.next), 0);
      await append(events, 'a', twelveLoans);
      const whole = await new LogFollower(events).readUntil(harness.clock, 12);
      for (const end of ends) {
        assert.deepEqual(end.events, []);
        assert.equal(typeof end.next, 'string', 'the end has a position');
        const { events: later } = await events.readAll({ after: end.next, limit: 100 });
        assert.deepEqual(later, whole);
        assert.equal(await events.count(end.next), 12);
      }
    },
  },
  {
    name: 'the end of the log holds its newest events, in the order of the log',
    async run(harness) {
      const { events } = await harness.open([]);
      for (const event of twelveLoans) await append(events, 'a', [event]);
      await append(events, 'b', [acquired('b')]);
      const whole = await new LogFollower(events).readUntil(harness.clock, 13);
      for (const limit of [1, 2, 5, 13, 14, 1_000]) {
        const end = await events.readEnd(limit);
        assert.deepEqual(end.events, whole.slice(-limit), `the last ${limit}`);
        assert.equal(end.next, whole.at(-1)?.position);
      }
    },
  },
  {
    name: 'an end of no events has the position of the end of the log',
    async run(harness) {
      const { events } = await harness.open([]);
      await append(events, 'a', twelveLoans);
      const whole = await new LogFollower(events).readUntil(harness.clock, 12);
      const end = await events.readEnd(0);
      assert.deepEqual(end, { events: [], next: whole.at(-1)?.position });
    },
  },
  {
    name: 'a reader that continues from the end sees the events that follow, and no event of the end again',
    async run(harness) {
      const { events } = await harness.open([]);
      const { events: other } = await harness.open([]);
      await append(events, 'a', twelveLoans);
      await new LogFollower(events).readUntil(harness.clock, 12);
      const end = await events.readEnd(3);
      await append(other, 'b', [acquired('b'), lent('b', 1)]);
      const seen = await followerFrom(other, end).readUntil(harness.clock, 2);
      assert.deepEqual(idsOf(seen), idsOf([acquired('b'), lent('b', 1)]));
    },
  },
  {
    name: 'a reader that starts at the end of an empty log sees the first event',
    async run(harness) {
      const { events } = await harness.open([]);
      const end = await events.readEnd(0);
      await append(events, 'a', [acquired('a')]);
      assertWholeLog(await followerFrom(events, end).readUntil(harness.clock, 1), [acquired('a')]);
    },
  },
  {
    name: 'the end of the log is before a held append, so that a reader that continues misses nothing',
    async run(harness) {
      const { events } = await harness.open([]);
      await append(events, 'before', [acquired('before')]);
      await new LogFollower(events).readUntil(harness.clock, 1);
      const slow = await holdSlowAppend(harness);
      await append(events, 'fast', [acquired('fast')]);
      const ends = await Promise.all([10, 1, 0].map((limit) => events.readEnd(limit)));
      await slow.commit();
      const all = ['before', 'slow', 'fast'].map((book) => acquired(book));
      for (const end of ends) await assertGoesOn(harness, events, end, idsOf(all));
    },
  },
  {
    name: 'readers that start at the end while others write see every event exactly once',
    timeoutMs: 120_000,
    async run(harness) {
      const instances = await Promise.all(Array.from({ length: 3 }, () => harness.open([])));
      const writers = instances.map(async ({ events }, writer) => {
        for (let nth = 1; nth <= 20; nth += 1) {
          await retrying(harness.clock, () =>
            append(events, `${writer}`, [lent(`${writer}`, nth)]),
          );
        }
      });
      const writing = inBackground(Promise.all(writers));
      const [first] = instances;
      assert.ok(first);
      const ends: LogSlice[] = [];
      for (let nth = 0; nth < 12; nth += 1) {
        ends.push(await first.events.readEnd(nth % 4));
        await harness.clock.sleep(2);
      }
      await writing;
      const whole = await new LogFollower(first.events).readUntil(harness.clock, 60);
      assertStreamOrder(whole);
      for (const end of ends) await assertGoesOn(harness, first.events, end, idsOf(whole));
    },
  },
];

/** Asserts that an end and the events after it are the last of the log, in its order and without a gap. */
async function assertGoesOn(
  harness: EventStoreHarness,
  events: EventStore,
  end: LogSlice,
  all: readonly string[],
): Promise<void> {
  const log = await new LogFollower(events).readUntil(harness.clock, all.length);
  assert.deepEqual(idsOf(log).sort(), [...all].sort());
  const behind = log.findIndex(({ position }) => position === end.next) + 1;
  const rest = await followerFrom(events, end).readUntil(harness.clock, log.length - behind);
  assert.deepEqual(idsOf(rest), idsOf(log.slice(behind)), 'the events after the end');
  const start = behind - end.events.length;
  assert.deepEqual(idsOf(end.events), idsOf(log.slice(start, behind)), 'the end');
}

function followerFrom(events: EventStore, { next }: LogSlice): LogFollower {
  return new LogFollower(events, 100, next);
}

async function append(
  events: EventStore,
  book: string,
  given: readonly EventEnvelope[],
): Promise<void> {
  await events.append([{ streamId: bookStream(book), expectedVersion: 'any', events: given }]);
}
