import assert from 'node:assert/strict';
import { compareLogPositions, type EventStore, type StreamAppend } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { assertPlaces } from './append-results.js';
import { LogFollower } from './log-follower.js';

const a = bookStream('a');
const b = bookStream('b');

export const appendPositionCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an append returns where the last event of each of its streams is in the log',
    async run(harness) {
      const { events } = await harness.open([]);
      await assertPositions(events, [
        { streamId: a, expectedVersion: 'no-stream', events: [acquired('a'), lent('a', 1)] },
        { streamId: b, expectedVersion: 0, events: [acquired('b')] },
      ]);
      await assertPositions(events, [
        { streamId: b, expectedVersion: 1, events: lentTimes('b', 1, 10) },
        { streamId: a, expectedVersion: 'any', events: [lent('a', 2)] },
      ]);
      await assertPositions(events, [
        { streamId: a, expectedVersion: 3, events: lentTimes('a', 3, 12) },
        { streamId: b, expectedVersion: 'stream-exists', events: lentTimes('b', 11, 20) },
      ]);
    },
  },
  {
    name: 'duplicates have the position of the first time, and new events behind them their own',
    async run(harness) {
      const { events } = await harness.open([]);
      const append = { streamId: a, expectedVersion: 0, events: [acquired('a'), lent('a', 1)] };
      const [first] = await events.append([append]);
      await events.append([{ streamId: a, expectedVersion: 2, events: [lent('a', 2)] }]);
      const [again] = await events.append([append]);
      assert.equal(again?.position, first?.position);
      await assertPositions(events, [
        { streamId: a, expectedVersion: 3, events: [lent('a', 1), lent('a', 3)] },
        { streamId: b, expectedVersion: 'any', events: [acquired('b')] },
      ]);
    },
  },
  {
    name: 'an append without events has no position',
    async run(harness) {
      const { events } = await harness.open([]);
      const [result] = await events.append([{ streamId: a, expectedVersion: 'any', events: [] }]);
      assert.equal(result?.position, undefined);
    },
  },
  {
    name: 'concurrent appends return the positions that the log has, whose order is that of the log',
    timeoutMs: 60_000,
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const calls = Array.from({ length: 40 }, (_none, nth) => ({
        streamId: bookStream(String(nth % 12)),
        expectedVersion: 'any' as const,
        events: [lent(String(nth % 12), nth), lent(String(nth % 12), 100 + nth)],
      }));
      const returned = await Promise.all(
        calls.map((append, nth) =>
          retrying(harness.clock, async () => instances[nth % 2]?.events.append([append])),
        ),
      );
      const log = await new LogFollower(storeOf(instances)).readUntil(harness.clock, 80);
      const places = new Map(log.map(({ id, position }) => [id, position]));
      for (const [nth, results] of returned.entries()) {
        assert.equal(results?.[0]?.position, places.get(calls[nth]?.events[1]?.id ?? ''));
      }
      const positions = log.map(({ position }) => position);
      assert.deepEqual(positions.toSorted(compareLogPositions), positions);
      assert.equal(new Set(positions).size, positions.length);
    },
  },
];

function storeOf([first]: readonly { readonly events: EventStore }[]): EventStore {
  assert.ok(first);
  return first.events;
}

async function assertPositions(
  events: EventStore,
  appends: readonly StreamAppend[],
): Promise<void> {
  await assertPlaces(events, appends, await events.append(appends));
}
