import assert from 'node:assert/strict';
import type { NewDeadLetter } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent, sourceAt } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import { assertStream } from './stream-contents.js';

const malformed: NewDeadLetter = {
  source: sourceAt(9),
  reason: 'malformed',
  detail: 'Unexpected end of JSON input',
  attempts: 1,
};

const unsourced = opening('a', acquired('a', { id: 'other', data: { price: 1 } }));
const conflicting = { ...unsourced, source: sourceAt(5) };

export const deadLetterCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the dead letters of a batch are recorded with its events',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await events.ingest({ items: [opening('a')], deadLetters: [malformed] });
      const letters = await deadLetters.list();
      assert.deepEqual(
        letters.map(({ source, reason, detail, attempts }) => ({
          source,
          reason,
          detail,
          attempts,
        })),
        [malformed],
      );
      await assertStream(events, bookStream('a'), [acquired('a')]);
    },
  },
  {
    name: 'a batch of only dead letters is recorded',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      assert.deepEqual(await events.ingest({ items: [], deadLetters: [malformed] }), {
        outcomes: [],
      });
      assert.deepEqual(await deadLetters.countByReason(), { malformed: 1 });
    },
  },
  {
    name: 'a conflict is parked with the message it came in, byte for byte',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await events.ingest({ items: [opening('a')] });
      await events.ingest({ items: [conflicting] });
      const letters = await deadLetters.list();
      assert.deepEqual(
        letters.map(({ source, reason, eventId }) => ({ source, reason, eventId })),
        [{ source: conflicting.source, reason: 'conflict', eventId: 'other' }],
      );
    },
  },
  {
    name: 'a conflict without a message is reported and not parked',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await events.ingest({ items: [opening('a')] });
      const { outcomes } = await events.ingest({ items: [unsourced] });
      assert.deepEqual([outcomes, await deadLetters.list()], [['conflict'], []]);
    },
  },
  {
    name: 'a redelivered batch parks nothing twice, and reports the same outcomes',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await events.ingest({ items: [opening('a')] });
      const batch = {
        items: [conflicting, following('a', lent('a', 1))],
        deadLetters: [malformed],
      };
      const first = await events.ingest(batch);
      const again = await events.ingest(batch);
      assert.deepEqual(first.outcomes, ['conflict', 'appended']);
      assert.deepEqual(again.outcomes, ['conflict', 'duplicate']);
      assert.deepEqual(await deadLetters.countByReason(), { conflict: 1, malformed: 1 });
    },
  },
  {
    name: 'one conflict in two concurrent batches is parked once',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      await instances[0]?.events.ingest({ items: [opening('a')] });
      const batch = { items: [conflicting], deadLetters: [malformed] };
      const reports = await Promise.all(
        Array.from({ length: 8 }, (_, worker) =>
          retrying(harness.clock, async () => instances[worker % 2]?.events.ingest(batch)),
        ),
      );
      for (const report of reports) assert.deepEqual(report?.outcomes, ['conflict']);
      const counts = await instances[0]?.deadLetters.countByReason();
      assert.deepEqual(counts, { conflict: 1, malformed: 1 });
    },
  },
];
