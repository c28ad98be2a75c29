import assert from 'node:assert/strict';
import type { EventStore } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { bookStream, lentTimes } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { waitUntil } from '../waiting.js';
import { opening } from './ingest-items.js';
import { LogFollower } from './log-follower.js';
import { holdSlowAppend } from './hold-slow-append.js';

export const backlogCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an empty log has no backlog',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.deepEqual(await events.backlog(), { events: 0, hidden: 0, since: undefined });
    },
  },
  {
    name: 'the backlog of a follower has the number of events after its position, and the time of the oldest',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('b'), opening('c')] });
      await events.append([
        { streamId: bookStream('a'), expectedVersion: 0, events: lentTimes('a', 1, 5) },
      ]);
      const whole = await new LogFollower(events).readUntil(harness.clock, 7);
      const { events: behind, since } = await events.backlog();
      assert.deepEqual([behind, since], [7, whole[0]?.recordedAt]);
      for (const [index, { position }] of whole.entries()) {
        const found = await events.backlog(position);
        const expected = [6 - index, whole[index + 1]?.recordedAt];
        assert.deepEqual([found.events, found.since], expected, `after event ${index}`);
      }
    },
  },
  {
    name: 'the backlog counts committed events that readers cannot see yet, but none of an open transaction',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('seen')] });
      const [seen] = await new LogFollower(events).readUntil(harness.clock, 1);
      assert.ok(seen);
      const slow = await holdSlowAppend(harness);
      await events.ingest({ items: [opening('fast'), opening('faster')] });
      const [fast] = (await events.readStream(bookStream('fast'))).events;
      const waiting = { events: 2, hidden: 2, since: fast?.recordedAt };
      assert.deepEqual(await events.backlog(seen.position), waiting);
      await slow.commit();
      await waitUntil(harness.clock, 'nothing is hidden', () => hidesNothing(events));
      assert.equal((await events.backlog(seen.position)).events, 3);
    },
  },
];

async function hidesNothing(events: EventStore): Promise<boolean> {
  return (await events.backlog()).hidden === 0;
}
