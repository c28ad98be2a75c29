import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonEqual, toStorableJson, UnstorableError } from '@foldmart/core';

describe('storable JSON', () => {
  it('is what JSON text would carry, as a copy of its own', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: true }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('\\u0000'));
        const stored = toStorableJson(value);
        expect(JSON.stringify(stored)).toBe(text);
        if (typeof stored === 'object' && stored !== null) {
          expect(Object.isFrozen(stored)).toBe(true);
          expect(stored).not.toBe(value);
        }
      }),
    );
  });

  it.each([
    ['a null character', { a: ['\u0000'] }],
    ['a null character in a name', { 'a\u0000': 1 }],
    ['half a surrogate pair', { a: '\ud83d' }],
    ['infinity', { a: Number.POSITIVE_INFINITY }],
    ['not a number', [Number.NaN]],
    ['a big integer', { a: 1n }],
    ['a function', { a: () => 1 }],
    ['endless nesting', nested(5_000)],
  ])('%s is refused', (_what, value) => {
    expect(() => toStorableJson(value)).toThrow(UnstorableError);
  });

  it('keeps complete surrogate pairs, and a field named __proto__ as an ordinary field', () => {
    const value = JSON.parse('{"a":"😀","__proto__":{"b":1}}') as object;
    const stored = toStorableJson(value) as object;
    expect(JSON.stringify(stored)).toBe(JSON.stringify(value));
    expect(Object.getPrototypeOf(stored)).toBe(Object.prototype);
  });

  it('is equal regardless of the order of fields, and otherwise not', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(jsonEqual(one, reversed(one))).toBe(true);
        expect(jsonEqual(one, other)).toBe(sorted(one) === sorted(other));
      }),
    );
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? null : [nested(depth - 1)];
}

function reversed(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_name, child: unknown) =>
      withFields(child, (fields) => fields.reverse()),
    ),
  );
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, child: unknown) =>
    withFields(child, (fields) => fields.sort(([one], [other]) => (one < other ? -1 : 1))),
  );
}

function withFields(
  value: unknown,
  arrange: (fields: [string, unknown][]) => [string, unknown][],
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(arrange(Object.entries(value)));
}
