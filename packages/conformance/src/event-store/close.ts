import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream } from '../sample-domain/index.js';
import { portErrorOf } from '../rejections.js';
import { assertResults } from './append-results.js';
import type { ConformanceCase } from '../suite.js';
import { opening } from './ingest-items.js';
import { assertStream } from './stream-contents.js';

const append = { streamId: bookStream('a'), expectedVersion: 0, events: [acquired('a')] } as const;

export const closeCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a closed store rejects every call',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.close();
      await portErrorOf(events.append([append]), { reason: 'closed' });
      await portErrorOf(events.ingest({ items: [opening('a')] }), { reason: 'closed' });
      await portErrorOf(events.readStream('a'), { reason: 'closed' });
      await portErrorOf(events.readAll({ limit: 1 }), { reason: 'closed' });
      await portErrorOf(events.readEnd(1), { reason: 'closed' });
      await portErrorOf(events.count(), { reason: 'closed' });
      await portErrorOf(events.backlog(), { reason: 'closed' });
      await portErrorOf(events.listStreams({ limit: 1 }), { reason: 'closed' });
      await portErrorOf(events.findIds(['a']), { reason: 'closed' });
      await portErrorOf(events.findEvents(['a']), { reason: 'closed' });
      await portErrorOf(events.blocker(), { reason: 'closed' });
      await portErrorOf(events.consumed(), { reason: 'closed' });
      await portErrorOf(events.dismissGaps('g', 't'), { reason: 'closed' });
    },
  },
  {
    name: 'closing again, or twice concurrently, is not an error',
    async run(harness) {
      const instance = await harness.open([]);
      await Promise.all([instance.events.close(), instance.events.close()]);
      await instance.events.close();
      await instance.close();
      await instance.close();
    },
  },
  {
    name: 'another instance reads what an instance wrote before it closed',
    async run(harness) {
      const [first, second] = [await harness.open([]), await harness.open([])];
      await first.events.append([append]);
      await first.close();
      await assertStream(second.events, append.streamId, append.events);
      assertResults(await second.events.append([append]), [
        { streamId: append.streamId, version: 1, appended: 0, duplicates: 1 },
      ]);
    },
  },
];
