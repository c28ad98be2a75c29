import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lentTimes } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { opening } from './ingest-items.js';
import { LogFollower } from './log-follower.js';
import { holdSlowAppend } from './hold-slow-append.js';

export const countCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an empty log counts no events',
    async run(harness) {
      const { events } = await harness.open([]);
      assert.equal(await events.count(), 0);
    },
  },
  {
    name: 'the log counts its events, in total and after any position',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('b'), opening('c')] });
      await events.append([
        { streamId: bookStream('a'), expectedVersion: 0, events: lentTimes('a', 1, 5) },
      ]);
      const whole = await new LogFollower(events).readUntil(harness.clock, 7);
      const other = await harness.open([]);
      assert.equal(await other.events.count(), 7);
      for (const [index, { position }] of whole.entries()) {
        assert.equal(await other.events.count(position), 6 - index, `after event ${index}`);
      }
    },
  },
  {
    name: 'duplicates, conflicts and failed appends are not counted',
    async run(harness) {
      const { events } = await harness.open([]);
      const another = opening('a', acquired('a', { id: 'another', data: { price: 1 } }));
      await events.ingest({ items: [opening('a'), opening('a'), another] });
      await events.ingest({ items: [opening('a')] });
      await harness.wastePosition();
      await new LogFollower(events).readUntil(harness.clock, 1);
      assert.equal(await events.count(), 1);
    },
  },
  {
    name: 'the log counts the events that readers may see, not those that they still wait for',
    async run(harness) {
      const { events } = await harness.open([]);
      const slow = await holdSlowAppend(harness);
      await events.ingest({ items: [opening('fast')] });
      const { events: before } = await events.readAll({ limit: 10 });
      const counted = await events.count();
      const { events: after } = await events.readAll({ limit: 10 });
      assert.ok(before.length <= counted && counted <= after.length, `${counted} are counted`);
      await slow.commit();
      await new LogFollower(events).readUntil(harness.clock, 2);
      assert.equal(await events.count(), 2);
    },
  },
];
