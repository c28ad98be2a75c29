import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalInstant, createWireCodec, type DecodedMessage } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { brokenMessages, eventMessages, headerlessMessages } from '@foldmart/core/shop/testing';

const codec = createWireCodec(shopRegistry);

function accepted(decoded: DecodedMessage) {
  if (!decoded.ok) throw new Error(`${decoded.reason}: ${decoded.detail}`);
  return decoded;
}

describe('the wire codec', () => {
  it('decodes what it encoded: id, data with unknown fields, times, correlation and trace', () => {
    fc.assert(
      fc.property(eventMessages(), ({ event, message }) => {
        const decoded = accepted(codec.decode(message));
        expect(decoded.event).toStrictEqual({ ...event, origin: `bus:${message.topic}` });
      }),
    );
  });

  it('encodes a decoded event as the same message again', () => {
    fc.assert(
      fc.property(eventMessages(), ({ event, message }) => {
        const { event: decoded } = accepted(codec.decode(message));
        const again = codec.encode({ ...decoded, origin: event.origin });
        expect(again).toStrictEqual(codec.encode(event));
      }),
    );
  });

  it('derives the id of a message without headers from its identity, at any offset', () => {
    fc.assert(
      fc.property(headerlessMessages(), fc.nat(), fc.nat(), ({ event, message }, offset, time) => {
        const elsewhere = { ...message, partition: 7, offset: String(offset), timestampMs: time };
        const one = accepted(codec.decode(message));
        const other = accepted(codec.decode(elsewhere));
        expect(one.event.id).toBe(other.event.id);
        expect(one.event.id.startsWith(`${event.type}:`)).toBe(true);
        expect(one.event.data).toStrictEqual(event.data);
        expect(canonicalInstant(one.event.time)).toBeDefined();
      }),
    );
  });

  it('gives different identities different ids', () => {
    fc.assert(
      fc.property(headerlessMessages(), headerlessMessages(), (one, other) => {
        const ids = [one, other].map(({ message }) => accepted(codec.decode(message)).event.id);
        expect(ids[0] === ids[1]).toBe(subject(one.event) === subject(other.event));
      }),
    );
  });

  it('gives a reason for every broken message, in one printable line', () => {
    fc.assert(
      fc.property(brokenMessages(), ({ message, reason }) => {
        const decoded = codec.decode(message);
        expect(decoded).toMatchObject({ ok: false, reason });
        if (decoded.ok) return;
        expect(decoded.detail.length).toBeLessThanOrEqual(300);
        expect(decoded.detail).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the bytes and headers are', () => {
    const headers = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('ce_id', 'ce_time', 'ce_schemaversion', 'traceparent')),
      fc.string({ unit: 'binary' }),
    );
    const value = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc
        .json()
        .map((data) => new TextEncoder().encode(`{"event_type":"user_created","data":${data}}`)),
    );
    fc.assert(
      fc.property(value, headers, (bytes, given) => {
        const message = { topic: 'users', partition: 0, offset: '0', key: null, timestampMs: 0 };
        expect(() => codec.decode({ ...message, value: bytes, headers: given })).not.toThrow();
        expect(Object.prototype).toStrictEqual(Object.getPrototypeOf({}));
      }),
      { numRuns: 500 },
    );
  });

  it('does not throw after any change of one byte', () => {
    fc.assert(
      fc.property(eventMessages(), fc.nat(), fc.nat({ max: 255 }), ({ message }, place, byte) => {
        const value = Uint8Array.from(message.value ?? []);
        value[place % value.length] = byte;
        const decoded = codec.decode({ ...message, value });
        if (decoded.ok) expect(shopRegistry.find(decoded.event.type)).toBeDefined();
        else expect(decoded.detail).not.toBe('');
      }),
    );
  });
});

function subject({
  type,
  data,
}: {
  type: string;
  data: Readonly<Record<string, unknown>>;
}): string {
  const { user_id, product_id, order_id, status, changed_at } = data;
  const ids = { user_created: [user_id], user_grade_changed: [user_id, changed_at] };
  const orders = {
    order_created: [order_id],
    order_status_changed: [order_id, status, changed_at],
  };
  return JSON.stringify([type, { ...ids, product_created: [product_id], ...orders }[type]]);
}
