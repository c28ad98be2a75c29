import assert from 'node:assert/strict';
import type { IngestItem, IngestOutcome, StoredEvent } from '@foldmart/core';
import { inBackground } from '../background.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { acquired, booksProjection, bookStream, lent, loansModel } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { following, opening } from './ingest-items.js';
import { assertWholeLog, LogFollower } from './log-follower.js';
import { assertStream } from './stream-contents.js';

const heldEnds = [
  {
    name: 'an event that another append holds is a duplicate once that append commits',
    end: 'commit',
    outcome: 'duplicate',
  },
  {
    name: 'an event that another append held and rolled back is appended',
    end: 'rollback',
    outcome: 'appended',
  },
] as const;

export const concurrentIngestCases: readonly ConformanceCase<EventStoreHarness>[] = [
  ...[1, 25].map((streams) => ({
    name: `concurrent batches for ${streams} hot streams queue, and none fails`,
    async run(harness: EventStoreHarness) {
      const instances = [await harness.open([]), await harness.open([])];
      const [callers, rounds] = [24, streams === 1 ? 10 : 3];
      const followers = Array.from({ length: callers }, async (_, caller) => {
        for (let round = 0; round < rounds; round += 1) {
          const nth = 1 + caller * rounds + round;
          const items = Array.from({ length: streams }, (_unused, stream) =>
            following(`hot-${stream}`, lent(`hot-${stream}`, nth)),
          );
          const report = await instances[caller % 2]?.events.ingest({ items });
          assert.deepEqual(new Set(report?.outcomes), new Set(['appended']));
        }
      });
      await Promise.all(followers);
      for (let stream = 0; stream < streams; stream += 1) {
        const slice = await instances[0]?.events.readStream(bookStream(`hot-${stream}`));
        assert.equal(slice?.version, callers * rounds);
      }
    },
  })),
  {
    name: 'batches that overlap, concurrently and in opposite orders, record every event once',
    async run(harness) {
      const instances = [
        await harness.open([booksProjection]),
        await harness.open([booksProjection]),
      ];
      const items = Array.from({ length: 60 }, (_, nth) => `shared-${nth}`).flatMap((book) => [
        opening(book),
        following(book, lent(book, 1)),
      ]);
      const reports = await Promise.all(
        Array.from({ length: 6 }, (_, worker) =>
          ingestRetrying(harness, instances, worker, streamsInOrder(items, worker)),
        ),
      );
      assert.equal(count(reports, 'appended'), items.length);
      assert.equal(count(reports, 'duplicate'), 5 * items.length);
      const seen = await everything(harness, instances[0], items.length);
      assertWholeLog(
        seen,
        items.map(({ event }) => event),
      );
      await assertLoans(instances[0], 'shared-0', 1);
      await assertLoans(instances[0], 'shared-59', 1);
    },
  },
  {
    name: 'of events that concurrently open one stream with different bodies, one is kept',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const candidates = Array.from({ length: 8 }, (_, nth) =>
        acquired('a', { id: `candidate-${nth}`, data: { price: nth } }),
      );
      const reports = await Promise.all(
        candidates.map((event, worker) =>
          ingestRetrying(harness, instances, worker, [opening('a', event)]),
        ),
      );
      assert.equal(count(reports, 'appended'), 1);
      assert.equal(count(reports, 'conflict'), 7);
      const winner = candidates[reports.findIndex(([outcome]) => outcome === 'appended')];
      assert.ok(winner && instances[0]);
      await assertStream(instances[0].events, bookStream('a'), [winner]);
    },
  },
  ...heldEnds.map(({ name, end, outcome }) => ({
    name,
    async run(harness: EventStoreHarness) {
      const { events } = await harness.open([]);
      const held = await harness.holdAppend({
        streamId: bookStream('a'),
        expectedVersion: 0,
        events: [acquired('a')],
      });
      const racing = inBackground(
        retrying(harness.clock, () => events.ingest({ items: [opening('a')] })),
      );
      await grace(harness.clock);
      await held[end]();
      assert.deepEqual(await racing, { outcomes: [outcome] });
      await assertStream(events, bookStream('a'), [acquired('a')]);
    },
  })),
];

/** Every second worker visits the streams in reverse; the order within a stream is kept. */
function streamsInOrder(items: readonly IngestItem[], worker: number): readonly IngestItem[] {
  if (worker % 2 === 0) return items;
  return [...items].sort((one, other) => other.streamId.localeCompare(one.streamId));
}

async function ingestRetrying(
  harness: EventStoreHarness,
  instances: readonly StoreInstance[],
  worker: number,
  items: readonly IngestItem[],
): Promise<readonly IngestOutcome[]> {
  const instance = instances[worker % instances.length];
  assert.ok(instance);
  const report = await retrying(harness.clock, () => instance.events.ingest({ items }));
  return report.outcomes;
}

function count(reports: readonly (readonly IngestOutcome[])[], outcome: IngestOutcome): number {
  return reports.flat().filter((reported) => reported === outcome).length;
}

async function everything(
  harness: EventStoreHarness,
  instance: StoreInstance | undefined,
  expected: number,
): Promise<readonly StoredEvent[]> {
  assert.ok(instance);
  return new LogFollower(instance.events).readUntil(harness.clock, expected);
}

async function assertLoans(
  instance: StoreInstance | undefined,
  book: string,
  loans: number,
): Promise<void> {
  const row = await instance?.readModels.get(loansModel, { book });
  assert.equal(row?.['loans'], loans, `loans of ${book}`);
}
