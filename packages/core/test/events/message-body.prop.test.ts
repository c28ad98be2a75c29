import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createEventRegistry, defineEvent, parseJson } from '@foldmart/core';
import { bodyReader, type MessageBody } from '../../src/events/message-body.js';

const types = ['opened', 'say "it"', 'back\\slash', '열림', 'line\nfeed'];
const registry = createEventRegistry(
  types.map((type) => defineEvent({ type, schema: z.looseObject({}) })),
);
const read = bodyReader(registry);

/** The same without the layout that is read fast. */
function reference(text: string): Omit<MessageBody, 'json'> | undefined {
  try {
    const { event_type: type, data } = parseJson(text) as Record<string, unknown>;
    const isBody = typeof type === 'string' && typeof data === 'object' && !Array.isArray(data);
    return isBody && data !== null
      ? { ok: true, type, data: data as MessageBody['data'] }
      : undefined;
  } catch {
    return undefined;
  }
}

function check(text: string): void {
  const bytes = new TextEncoder().encode(text);
  const expected = reference(new TextDecoder().decode(bytes));
  const body = read(bytes);
  if (expected === undefined || !body.ok) {
    expect([body.ok, expected]).toStrictEqual([false, undefined]);
    return;
  }
  const { json, ...rest } = body;
  // As text: the matcher takes an own `constructor` for a class.
  expect(JSON.stringify(rest)).toBe(JSON.stringify(expected));
  if (json === undefined) return;
  expect(JSON.stringify(JSON.parse(json))).toBe(JSON.stringify(expected.data));
  expect(json).not.toMatch(/[\\\n\r\t]/);
}

const jsonTexts = fc.oneof(
  fc.json(),
  fc.json({ stringUnit: 'binary' }),
  fc.dictionary(fc.string(), fc.jsonValue()).map((data) => JSON.stringify(data)),
  fc.constantFrom(
    '{"a":1,"a":2}',
    '{"a":12345678901234567890}',
    '{"__proto__":{"a":1}}',
    '{"constructor":{"prototype":1}}',
    '{"a":"\\u0000"}',
    '{},"data":{}',
    '{},"event_type":"opened"',
    `{"a":${'['.repeat(70)}${']'.repeat(70)}}`,
    '{"a":\n1}',
    '{"a":1.50}',
  ),
);

const bodies = fc
  .tuple(
    fc.constantFrom(...types, 'unknown'),
    jsonTexts,
    fc.constantFrom(
      (type: string, data: string) => `{"event_type":${type},"data":${data}}`,
      (type: string, data: string) => `{"event_type": ${type}, "data": ${data}}`,
      (type: string, data: string) => `{"data":${data},"event_type":${type}}`,
      (type: string, data: string) => `{"event_type":${type},"data":${data},"more":1}`,
      (type: string, data: string) => `\ufeff{"event_type":${type},"data":${data}}`,
      (type: string, data: string) => `{"event_type":${type},"data":${data}} `,
    ),
  )
  .map(([type, data, layOut]) => layOut(JSON.stringify(type), data));

describe('the reader of bodies', () => {
  it('reads every body as JSON.parse does, and the text of its data', () => {
    fc.assert(fc.property(bodies, check), { numRuns: 1_000 });
  });

  it('reads a body with one other character as JSON.parse does', () => {
    fc.assert(
      fc.property(
        bodies,
        fc.nat(),
        fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
        (text, at, character) => {
          const index = at % text.length;
          check(text.slice(0, index) + character + text.slice(index + 1));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([60, 61, 62, 63, 64, 65])(
    'reads %i nested lists as JSON.parse does, or refuses them',
    (depth) => {
      check(`{"event_type":"opened","data":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`);
    },
  );

  it('knows the text of the data in the layout of the codec', () => {
    const text = '{"event_type":"열림","data":{"price":1.50,"name":"무선"}}';
    expect(read(new TextEncoder().encode(text))).toStrictEqual({
      ok: true,
      type: '열림',
      data: { price: 1.5, name: '무선' },
      json: '{"price":1.50,"name":"무선"}',
    });
  });
});
