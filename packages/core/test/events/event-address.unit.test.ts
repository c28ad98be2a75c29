import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  createEventRegistry,
  createWireCodec,
  defineEvent,
  isPortError,
  toEnvelope,
  upcastEvent,
  type DeliveredMessage,
  type EventOf,
} from '@foldmart/core';

const ticked = defineEvent({
  type: 'ticked',
  schema: z.looseObject({ by: z.int() }),
  topic: 'clocks',
});
const silent = defineEvent({ type: 'silent', schema: z.object({}) });
const registry = createEventRegistry([ticked, silent]);
const codec = createWireCodec(registry);
const metadata = { id: 'e1', time: '2026-02-03T14:30:00Z', origin: 'command' };

function delivered(headers: Readonly<Record<string, string>>): DeliveredMessage {
  const value = new TextEncoder().encode('{"event_type":"ticked","data":{"by":1}}');
  return { topic: 'clocks', partition: 0, offset: '0', key: null, value, headers, timestampMs: 0 };
}

describe('an event whose data does not name its stream', () => {
  it('travels with the stream in its headers, keyed by it', () => {
    const event = toEnvelope(
      registry,
      { type: 'ticked', data: { by: 1 } },
      { ...metadata, streamId: 'clock-1' },
    );
    const { topic, message } = codec.encode(event);
    expect({ topic, key: message.key }).toEqual({ topic: 'clocks', key: 'clock-1' });
    const decoded = codec.decode(delivered(message.headers ?? {}));
    expect(decoded).toMatchObject({ ok: true, streamId: 'clock-1', event: { id: 'e1' } });
  });

  it('cannot be sent without one', () => {
    const event = toEnvelope(registry, { type: 'ticked', data: { by: 1 } }, metadata);
    expect(() => codec.encode(event)).toThrow('The data of ticked does not name its stream');
  });

  it('is parked if the message names no stream, or has no id', () => {
    expect(codec.decode(delivered({ ce_id: 'e1' }))).toMatchObject({
      ok: false,
      reason: 'malformed',
      detail: expect.stringContaining('ce_subject') as string,
    });
    expect(codec.decode(delivered({ ce_subject: 'clock-1' }))).toMatchObject({
      ok: false,
      reason: 'malformed',
      detail: expect.stringContaining('ce_id') as string,
    });
  });

  it('is parked if the stream in the headers is no identifier', () => {
    const headers = { ce_id: 'e1', ce_subject: `clock-${'1'.repeat(300)}` };
    expect(codec.decode(delivered(headers))).toMatchObject({ ok: false, reason: 'malformed' });
  });
});

describe('an event without a topic', () => {
  it('cannot be sent', () => {
    const event = toEnvelope(
      registry,
      { type: 'silent', data: {} },
      { ...metadata, streamId: 's' },
    );
    expect(() => codec.encode(event)).toThrow('Event type silent has no topic.');
  });
});

describe('the type of an event', () => {
  it('has the fields of its schema and no others', () => {
    const event: EventOf<typeof ticked> = { type: 'ticked', data: { by: 1 } };
    const by: number = event.data.by;
    // @ts-expect-error -- a loose schema keeps other fields, but no program may rely on them
    expect(event.data.bye).toBeUndefined();
    expect(by).toBe(1);
  });
});

describe('upcasters', () => {
  const broken = defineEvent({
    type: 'grown',
    version: 2,
    schema: z.object({ centimetres: z.int() }),
    upcasters: { 1: ({ inches }) => ({ centimetres: Number(inches) * 2.54 }) },
  });

  it('must give data that fits the schema, or the event is not read', () => {
    const old = { ...metadata, type: 'grown', data: { inches: 3 }, schemaVersion: 1 };
    let thrown: unknown;
    try {
      upcastEvent(createEventRegistry([broken]), old);
    } catch (error) {
      thrown = error;
    }
    expect(isPortError(thrown) && thrown.reason).toBe('rejected');
    expect(thrown).toMatchObject({
      message: expect.stringContaining('data.centimetres') as string,
      hint: 'correct the upcasters of grown',
    });
  });
});
