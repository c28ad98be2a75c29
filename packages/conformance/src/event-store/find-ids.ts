import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, lentTimes } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import { idsOf } from './log-follower.js';
import { holdSlowAppend } from './hold-slow-append.js';

export const findIdsCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the log finds the ids that it holds, of any stream, whether appended or ingested',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a'), following('a', lent('a', 1))] });
      await events.append([
        { streamId: bookStream('b'), expectedVersion: 0, events: [acquired('b')] },
      ]);
      const present = idsOf([acquired('a'), lent('a', 1), acquired('b')]);
      const asked = [...present, 'missing', '', 'ACQUIRED:a', ...present];
      assert.deepEqual(await events.findIds(asked), new Set(present));
      assert.deepEqual(await events.findIds(['missing']), new Set());
      assert.deepEqual(await events.findIds([]), new Set());
    },
  },
  {
    name: 'the log finds thousands of ids in one call',
    async run(harness) {
      const { events } = await harness.open([]);
      const many = lentTimes('a', 1, 2_000);
      await events.append([{ streamId: bookStream('a'), expectedVersion: 0, events: many }]);
      const asked = idsOf(lentTimes('a', 1_001, 4_000));
      assert.deepEqual(await events.findIds(asked), new Set(idsOf(lentTimes('a', 1_001, 2_000))));
    },
  },
  {
    name: 'an id is found as soon as it is committed, even if followers may not read it yet',
    async run(harness) {
      const { events } = await harness.open([]);
      const slow = await holdSlowAppend(harness);
      await events.ingest({ items: [opening('fast')] });
      const both = idsOf([acquired('slow'), acquired('fast')]);
      assert.deepEqual(await events.findIds(both), new Set([acquired('fast').id]));
      await slow.commit();
      assert.deepEqual(await events.findIds(both), new Set(both));
    },
  },
];
