import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import { acquired, lent } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import { idsOf } from './log-follower.js';
import { holdSlowAppend } from './hold-slow-append.js';

export const findEventsCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'events are found by their ids as the log has them, of any stream, each once',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a'), following('a', lent('a', 1)), opening('b')] });
      const wanted = idsOf([acquired('b'), lent('a', 1)]);
      const found = await events.findEvents([...wanted, 'missing', '', ...wanted]);
      const { events: log } = await events.readAll({ limit: 10 });
      assert.deepEqual(
        [...found].sort((one, other) => (one.id < other.id ? -1 : 1)),
        log
          .filter(({ id }) => wanted.includes(id))
          .sort((one, other) => (one.id < other.id ? -1 : 1)),
      );
      assert.deepEqual(await events.findEvents([]), []);
    },
  },
  {
    name: 'an event is found by its id as soon as it is committed, even if followers may not read it yet',
    async run(harness) {
      const { events } = await harness.open([]);
      const slow = await holdSlowAppend(harness);
      await events.ingest({ items: [opening('fast')] });
      const both = idsOf([acquired('slow'), acquired('fast')]);
      assert.deepEqual(idsOf(await events.findEvents(both)), [acquired('fast').id]);
      await slow.commit();
      assert.deepEqual(new Set(idsOf(await events.findEvents(both))), new Set(both));
    },
  },
];
