import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeMessage, type EncodedMessage } from '../src/codec.js';

const content = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: null });
const headers = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }));
const id = Buffer.from('1770129005000-1770129004000123');

function entryOf({ mask, fields }: EncodedMessage): Buffer[] {
  const bits = mask.charCodeAt(0) - 48;
  const names = ['key', 'value', 'headers'].filter((_, bit) => (bits >> bit) % 2 === 1);
  expect(names).toHaveLength(fields.length);
  return names.flatMap((name, index) => [Buffer.from(name), Buffer.from(fields[index] ?? '')]);
}

describe('the codec', () => {
  test.prop([content, content, headers])('decodes to what was encoded', (key, value, given) => {
    const encoded = encodeMessage({ key, value, headers: given });
    const decoded = decodeEntry('orders', 2, [id, entryOf(encoded)]);
    expect(decoded).toMatchObject({ topic: 'orders', partition: 2, timestampMs: 1770129005000 });
    expect(decoded.offset).toBe('1770129004000123');
    expect(decoded.key).toEqual(key && Buffer.from(key));
    expect(decoded.value).toEqual(value && Buffer.from(value));
    expect(Object.entries(decoded.headers)).toEqual(Object.entries(given));
  });

  test.prop([fc.string({ unit: 'binary' })])('sizes texts as UTF-8', (text) => {
    const { sizeBytes } = encodeMessage({ key: text, value: text });
    expect(sizeBytes).toBe(2 * Buffer.byteLength(text));
  });

  it.each(['{', '[]', 'null', '{"a":1}'])('keeps malformed headers: %s', (text) => {
    const { headers: decoded } = decodeEntry('t', 0, [
      id,
      [Buffer.from('headers'), Buffer.from(text)],
    ]);
    expect(decoded).toEqual({ 'malformed-headers': text });
  });
});
