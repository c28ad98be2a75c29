import assert from 'node:assert/strict';
import type { EventData, EventEnvelope } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { bookStream, lent } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following } from './ingest-items.js';
import { LogFollower } from './log-follower.js';
import { assertStream, envelopeOf } from './stream-contents.js';

const stream = bookStream('a');

/** Bodies that must be read back in every detail. */
const bodies: Readonly<Record<string, EventData>> = {
  'no fields': {},
  'text of many scripts': {
    title: '무선 이어폰 — “наушники” 👨‍👩‍👧 \u200f\u0001\t\n\\"',
    전자제품: '서울시',
  },
  'numbers to their last digit': {
    decimal: 13.37,
    sum: 0.1 + 0.2,
    largest: Number.MAX_SAFE_INTEGER,
    smallest: Number.MIN_SAFE_INTEGER,
    tiny: 5e-324,
    huge: 1.797_693_134_862_315_7e308,
    negative: -0.000_001,
  },
  'every kind of value': { yes: true, no: false, nothing: null, none: [], empty: {}, text: '' },
  'nesting 100 deep': nested(100),
  'lists of lists': { list: [[1, [2, [3, [null, { a: [{}] }]]]], [], 'x'] },
  'a text of 100,000 characters': { long: '가'.repeat(100_000) },
  'fields named like an object’s own': { constructor: 1, toString: 'x', hasOwnProperty: false },
};

const carried: Readonly<Record<string, EventEnvelope>> = {
  'every field that an event can have': lent('a', 1, {
    id: 'order_created:주문/1 ?&#',
    schemaVersion: 7,
    time: '2026-02-03T14:30:00.123456789+09:00',
    origin: 'bus:books',
    correlationId: '상관',
    causationId: 'cause',
    traceParent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  }),
  'only its required fields': lent('a', 1),
  'one of its optional fields': lent('a', 1, { causationId: 'cause' }),
};

export const contentCases: readonly ConformanceCase<EventStoreHarness>[] = [
  ...Object.entries(bodies).map(([what, data]) => ({
    name: `a body is read back unchanged: ${what}`,
    run: (harness: EventStoreHarness) => roundTrip(harness, { ...lent('a', 1), data }),
  })),
  ...Object.entries(carried).map(([what, event]) => ({
    name: `an event is read back with ${what}`,
    run: (harness: EventStoreHarness) => roundTrip(harness, event),
  })),
];

async function roundTrip(harness: EventStoreHarness, event: EventEnvelope): Promise<void> {
  const { events } = await harness.open([]);
  await events.append([{ streamId: stream, expectedVersion: 0, events: [event] }]);
  await assertStream(events, stream, [event]);
  const other = { ...event, id: `${event.id} ingested` };
  assert.deepEqual(await events.ingest({ items: [following('a', other)] }), {
    outcomes: ['appended'],
  });
  await assertStream(events, stream, [event, other]);
  const reader = await harness.open([]);
  const log = await new LogFollower(reader.events).readUntil(harness.clock, 2);
  assert.deepEqual(log.map(envelopeOf), [event, other]);
}

function nested(depth: number): EventData {
  let data: EventData = { bottom: true };
  for (let level = 0; level < depth; level += 1) data = { level: [data] };
  return data;
}
