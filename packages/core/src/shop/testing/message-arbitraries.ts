import fc from 'fast-check';
import { shopRegistry } from '../shop-registry.js';
import type { EventData, EventEnvelope } from '../../events/envelope.js';
import { createWireCodec } from '../../events/wire-codec.js';
import type { DeadLetterReason } from '../../messaging/dead-letter.js';
import type { DeliveredMessage, OutgoingMessage } from '../../messaging/message.js';
import { shopEnvelopes } from './shop-envelopes.js';

/** An event with the message it travels in. */
export interface EventMessage {
  readonly event: EventEnvelope;
  readonly message: DeliveredMessage;
}

/** A message that is no event, and why it is put aside. */
export interface BrokenMessage {
  readonly message: DeliveredMessage;
  readonly reason: DeadLetterReason;
}

/** Any place of a message, and any time at which its transport took it. */
export type Placement = Pick<DeliveredMessage, 'partition' | 'offset' | 'timestampMs'>;

const codec = createWireCodec(shopRegistry);

/** A message as it would be delivered at a place. */
export function deliver(
  topic: string,
  { key, value, headers = {} }: OutgoingMessage,
  placement: Placement,
): DeliveredMessage {
  return { topic, ...placement, key: bytes(key), value: bytes(value), headers };
}

/** Events of the shop as this library sends them. */
export function eventMessages(): fc.Arbitrary<EventMessage> {
  return fc.tuple(shopEnvelopes(), placements()).map(([event, placement]) => {
    const { topic, message } = codec.encode(event);
    return { event, message: deliver(topic, message, placement) };
  });
}

/** Events of the shop as a producer sends them that knows no headers; the event's id and time are not theirs. */
export function headerlessMessages(): fc.Arbitrary<EventMessage> {
  return eventMessages().map(({ event, message }) => ({
    event,
    message: { ...message, headers: {} },
  }));
}

/** Messages that no consumer of the shop can take, one fault each, among them hostile ones. */
export function brokenMessages(): fc.Arbitrary<BrokenMessage> {
  return fc
    .tuple(shopEnvelopes(), placements(), faults())
    .map(([event, placement, { reason, spoil }]) => {
      const { topic, message } = codec.encode(event);
      return { reason, message: spoil(deliver(topic, message, placement), event.data) };
    });
}

interface Fault {
  readonly reason: DeadLetterReason;
  readonly spoil: (message: DeliveredMessage, data: EventData) => DeliveredMessage;
}

function faults(): fc.Arbitrary<Fault> {
  return fc.oneof(
    fc.constantFrom<Fault>(
      { reason: 'empty', spoil: (message) => ({ ...message, value: null }) },
      withHeader('newer-version', { ce_schemaversion: '2' }),
      withHeader('malformed', { ce_schemaversion: 'one' }),
      withHeader('malformed', { ce_schemaversion: '0' }),
      withHeader('malformed', { ce_id: 'two\nlines' }),
      withHeader('malformed', { ce_id: 'x'.repeat(256) }),
      withBody('malformed', (_data, type) => ({ event_type: type })),
      withBody('malformed', (data) => data),
      withBody('malformed', (data, type) => ({ event_type: type, data: [data] })),
      withBody('unknown-type', (data) => ({ event_type: 'order_teleported', data })),
      withBody('unknown-type', (data) => ({ event_type: '__proto__', data })),
      withBody('invalid', (data, type) => ({ event_type: type, data: withoutFirstField(data) })),
      withText('malformed', (text) =>
        text.replace('{"event_type"', '{"__proto__":{"a":1},"event_type"'),
      ),
      withText('malformed', (text) => text.replace('"data":{', '"data":{"big":1e999,')),
      withText('malformed', (text) => text.replace('"data":{', `"data":{"deep":${nested(5_000)},`)),
    ),
    garbage().map((value): Fault => ({
      reason: 'malformed',
      spoil: (message) => ({ ...message, value }),
    })),
  );
}

function withHeader(reason: DeadLetterReason, headers: Readonly<Record<string, string>>): Fault {
  return {
    reason,
    spoil: (message) => ({ ...message, headers: { ...message.headers, ...headers } }),
  };
}

function withBody(
  reason: DeadLetterReason,
  body: (data: EventData, type: string) => unknown,
): Fault {
  return withText(reason, (text) => {
    const { event_type, data } = JSON.parse(text) as { event_type: string; data: EventData };
    return JSON.stringify(body(data, event_type));
  });
}

function withText(reason: DeadLetterReason, change: (text: string) => string): Fault {
  return {
    reason,
    spoil: (message) => ({
      ...message,
      value: bytes(change(new TextDecoder().decode(message.value ?? new Uint8Array()))),
    }),
  };
}

/** The fields that a schema knows come last, and all of them are required. */
function withoutFirstField(data: EventData): EventData {
  const required = Object.keys(data).filter((name) => !name.startsWith('x_'));
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== required[0]));
}

/** Bytes that are no JSON object: cut off, no UTF-8, other JSON, nothing at all. */
function garbage(): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    fc
      .constantFrom('', '{', '[]', 'null', '1', '"text"', '{"event_type":', '\u0000', '\uFEFF')
      .map(utf8),
    fc.uint8Array({ minLength: 1, maxLength: 64 }).map((tail) => Uint8Array.of(0xff, ...tail)),
  );
}

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

function placements(): fc.Arbitrary<Placement> {
  return fc.record({
    partition: fc.integer({ min: 0, max: 2 }),
    offset: fc.nat().map(String),
    timestampMs: fc.integer({ min: 0, max: 4_000_000_000_000 }),
  });
}

function bytes(text: string | Uint8Array | null): Uint8Array | null {
  return typeof text === 'string' ? utf8(text) : text;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
