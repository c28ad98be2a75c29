import assert from 'node:assert/strict';
import type { EventData, EventEnvelope, EventStore } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, booksModel, booksProjection, bookStream } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { opening } from './ingest-items.js';
import { assertStream } from './stream-contents.js';

const unknown: EventData = {
  colour: 'red',
  measures: { width: { value: 12.5, unit: 'cm' }, notes: [{ by: '가', tags: ['x', null, []] }] },
  'a field, with 점 and "quotes"': { '': 0 },
  extremes: [Number.MAX_SAFE_INTEGER, 5e-324, 1.797_693_134_862_315_7e308, '0'.repeat(10_000)],
};

export const weakSchemaCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'unknown fields are kept, however deep, beside a projection that ignores them',
    async run(harness) {
      const { events, readModels } = await harness.open([booksProjection]);
      const appended = acquired('a', { data: unknown });
      const ingested = acquired('b', { data: unknown });
      await append(events, appended);
      await events.ingest({ items: [opening('b', ingested)] });
      await assertStream(events, bookStream('a'), [appended]);
      await assertStream(events, bookStream('b'), [ingested]);
      assert.equal((await readModels.get(booksModel, { book: 'b' }))?.['title'], 'On b');
    },
  },
  {
    name: 'an event that differs in an unknown field is a conflict',
    async run(harness) {
      const { events } = await harness.open([booksProjection]);
      const kept = acquired('a', { data: unknown });
      const changed = acquired('a', { data: { ...unknown, measures: { width: { value: 12.4 } } } });
      const reordered = acquired('a', {
        data: Object.fromEntries(Object.entries(unknown).reverse()),
      });
      const items = [kept, changed, acquired('a'), reordered].map((event) => opening('a', event));
      const { outcomes } = await events.ingest({ items });
      assert.deepEqual(outcomes, ['appended', 'conflict', 'conflict', 'duplicate']);
      await assertStream(events, bookStream('a'), [kept]);
    },
  },
  {
    name: 'one stream holds events of any schema version, each unchanged',
    async run(harness) {
      const { events } = await harness.open([]);
      const versions = [1, 3, 2, 7, 1, 1_000_000];
      const given = versions.map((schemaVersion, nth) =>
        acquired('a', { id: `event-${nth}`, schemaVersion, data: { [`since${nth}`]: nth } }),
      );
      for (const event of given) await append(events, event);
      await assertStream(events, bookStream('a'), given);
    },
  },
];

async function append(events: EventStore, event: EventEnvelope): Promise<void> {
  const append = { streamId: bookStream('a'), expectedVersion: 'any', events: [event] } as const;
  await events.append([append]);
}
