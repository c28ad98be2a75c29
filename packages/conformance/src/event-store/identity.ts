import assert from 'node:assert/strict';
import type { EventEnvelope } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { assertStream } from './stream-contents.js';
import { opening, following } from './ingest-items.js';

const a = bookStream('a');

export const identityCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an event that opens an existing stream with the same body is a duplicate, whatever its id',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a'), following('a', lent('a', 1))] });
      const { outcomes } = await events.ingest({
        items: [
          opening('a', acquired('a', { id: 'another' })),
          opening('a', acquired('a', { id: 'a third' })),
        ],
      });
      assert.deepEqual(outcomes, ['duplicate', 'duplicate']);
      await assertStream(events, a, [acquired('a'), lent('a', 1)]);
    },
  },
  {
    name: 'an event that opens an existing stream with another body or type is a conflict',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a')] });
      const { outcomes } = await events.ingest({
        items: [
          opening('a', acquired('a', { id: 'another', data: { price: 1 } })),
          opening('a', acquired('a', { id: 'a third', type: 'book_donated' })),
        ],
      });
      assert.deepEqual(outcomes, ['conflict', 'conflict']);
      await assertStream(events, a, [acquired('a')]);
    },
  },
  {
    name: 'of two events that open one stream in one batch, the first is kept',
    async run(harness) {
      const { events } = await harness.open([]);
      const { outcomes } = await events.ingest({
        items: [opening('a'), opening('a', acquired('a', { id: 'another', data: { price: 1 } }))],
      });
      assert.deepEqual(outcomes, ['appended', 'conflict']);
      await assertStream(events, a, [acquired('a')]);
    },
  },
  {
    name: 'an event that opens its stream conflicts with an event that was recorded before it',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [following('a', lent('a', 1))] });
      const { outcomes } = await events.ingest({ items: [opening('a')] });
      assert.deepEqual(outcomes, ['conflict']);
      await assertStream(events, a, [lent('a', 1)]);
    },
  },
  {
    name: 'an ingested id that belongs to another body is a conflict, and the first event is kept',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a'), following('a', lent('a', 1))] });
      const other = lent('a', 1, { data: { reader: 'somebody else' } });
      const items = [
        following('a', other),
        following('a', lent('a', 2)),
        following('a', lent('a', 2, { data: { reader: 'somebody else' } })),
      ];
      const { outcomes } = await events.ingest({ items });
      assert.deepEqual(outcomes, ['conflict', 'appended', 'conflict']);
      await assertStream(events, a, [acquired('a'), lent('a', 1), lent('a', 2)]);
    },
  },
  {
    name: 'an id that exists in another stream is not recorded again',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [following('a', lent('a', 1))] });
      const { outcomes } = await events.ingest({ items: [following('b', lent('a', 1))] });
      assert.ok(['duplicate', 'conflict'].includes(outcomes[0] ?? 'none'), String(outcomes[0]));
      await assertStream(events, bookStream('b'), []);
    },
  },
  {
    name: 'bodies are compared as JSON: field order and number format make no difference',
    async run(harness) {
      const { events } = await harness.open([]);
      const first = withBody('{"n":13.370,"big":1e3,"list":[1,{"x":1,"y":2}],"text":"\\u00e9"}');
      const second = withBody('{"text":"é","list":[1.0,{"y":2,"x":1}],"big":1000,"n":13.37}');
      const reordered = withBody('{"n":13.37,"big":1000,"list":[{"x":1,"y":2},1],"text":"é"}');
      await events.ingest({ items: [following('a', first)] });
      const { outcomes } = await events.ingest({
        items: [following('a', second), following('a', reordered)],
      });
      assert.deepEqual(outcomes, ['duplicate', 'conflict']);
    },
  },
  {
    name: 'numbers of bodies are compared by value, to the last digit and at the ends of their range',
    async run(harness) {
      const { events } = await harness.open([]);
      const body = (sum: string, huge: string, tiny: string, zero: string): EventEnvelope =>
        withBody(`{"sum":${sum},"huge":${huge},"tiny":${tiny},"zero":${zero}}`);
      const whole = `1${'0'.repeat(308)}`;
      const fraction = `0.${'0'.repeat(323)}5`;
      const first = body('0.30000000000000004', '1e308', '5e-324', '-0');
      const items = [
        body('0.300000000000000040', whole, fraction, '0'),
        body('0.3', whole, fraction, '0'),
        body('0.30000000000000004', '1.000000000000001e308', fraction, '0'),
        body('0.30000000000000004', whole, '1e-323', '0'),
      ].map((event) => following('a', event));
      await events.ingest({ items: [following('a', first)] });
      const { outcomes } = await events.ingest({ items });
      assert.deepEqual(outcomes, ['duplicate', 'conflict', 'conflict', 'conflict']);
    },
  },
  {
    name: 'differences outside the body of an event are not a conflict',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.ingest({ items: [opening('a'), following('a', lent('a', 1))] });
      const beside = { origin: 'bus:books', time: '2026-05-05T05:05:05Z', correlationId: 'again' };
      const { outcomes } = await events.ingest({
        items: [opening('a', acquired('a', beside)), following('a', lent('a', 1, beside))],
      });
      assert.deepEqual(outcomes, ['duplicate', 'duplicate']);
      await assertStream(events, a, [acquired('a'), lent('a', 1)]);
    },
  },
];

function withBody(json: string): EventEnvelope {
  const data = JSON.parse(json) as EventEnvelope['data'];
  return { ...lent('a', 1), id: 'body', data };
}
