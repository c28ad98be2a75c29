import fc from 'fast-check';
import { shopRegistry } from '../shop-registry.js';
import type { EventData, EventEnvelope } from '../../events/envelope.js';
import { createWireCodec } from '../../events/wire-codec.js';
import type { DeadLetterReason } from '../../messaging/dead-letter.js';
import type { DeliveredMessage, OutgoingMessage } from '../../messaging/message.js';
import { shopEnvelopes } from './shop-envelopes.js';

/** An event with its message. */
export interface EventMessage {
  readonly event: EventEnvelope;
  readonly message: DeliveredMessage;
}

/** A message that is not a valid event, and the reason of its dead letter. */
export interface BrokenMessage {
  readonly message: DeliveredMessage;
  readonly reason: DeadLetterReason;
}

/** The coordinates of a message, and the timestamp of its transport. */
export type Placement = Pick<DeliveredMessage, 'partition' | 'offset' | 'timestampMs'>;

const codec = createWireCodec(shopRegistry);

/** A message as delivered from these coordinates. */
export function deliver(
  topic: string,
  { key, value, headers = {} }: OutgoingMessage,
  placement: Placement,
): DeliveredMessage {
  return { topic, ...placement, key: bytes(key), value: bytes(value), headers };
}

/** Events of the shop with the messages that this library sends. */
export function eventMessages(): fc.Arbitrary<EventMessage> {
  return fc.tuple(shopEnvelopes(), placements()).map(([event, placement]) => {
    const { topic, message } = codec.encode(event);
    return { event, message: deliver(topic, message, placement) };
  });
}

/** Events of the shop with messages of a producer that sends no headers; id and time are not in the message. */
export function headerlessMessages(): fc.Arbitrary<EventMessage> {
  return eventMessages().map(({ event, message }) => ({
    event,
    message: { ...message, headers: {} },
  }));
}

/** Messages that no consumer of the shop accepts, each with one fault, including malicious ones. */
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

/** The known fields come last, and all of them are required. */
function withoutFirstField(data: EventData): EventData {
  const required = Object.keys(data).filter((name) => !name.startsWith('x_'));
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== required[0]));
}

/** Bytes that are not a JSON object: truncated, invalid UTF-8, other JSON, or none. */
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
