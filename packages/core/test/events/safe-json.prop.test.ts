import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, UnsafeJsonError } from '@foldmart/core';

describe('parseJson', () => {
  it('reads everything that JSON.parse reads', () => {
    const harmless = fc.json().filter((text) => !/__proto__|constructor/.test(text));
    fc.assert(
      fc.property(harmless, (text) => {
        expect(parseJson(text)).toStrictEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses a __proto__ key at any depth and in any notation', () => {
    const keys = fc.constantFrom('"__proto__"', '"\\u005f_proto__"', '"__pr\\u006fto__"');
    const wrappings = fc.array(fc.constantFrom('{"a":#}', '[1,#]', '{"b":[#]}'), { maxLength: 20 });
    fc.assert(
      fc.property(keys, wrappings, (key, wraps) => {
        const text = wraps.reduce((inner, wrap) => wrap.replace('#', inner), `{${key}:{"x":1}}`);
        expect(() => parseJson(text)).toThrow(UnsafeJsonError);
        expect('x' in {}).toBe(false);
      }),
    );
  });

  it('refuses constructor.prototype, and no other use of the name constructor', () => {
    expect(() => parseJson('{"constructor":{"prototype":{"x":1}}}')).toThrow(UnsafeJsonError);
    expect(parseJson('{"constructor":"Bau AG"}')).toEqual({ constructor: 'Bau AG' });
    expect(parseJson('{"constructor":{"name":"Bau AG"}}')).toEqual({
      constructor: { name: 'Bau AG' },
    });
  });

  it.each(['1e999', '-1e999', '{"a":[1,{"b":1e309}]}'])(
    'refuses %s, which is too large for a number',
    (text) => {
      expect(() => parseJson(text)).toThrow(UnsafeJsonError);
    },
  );

  it.each([
    '9007199254740993',
    '0.1234567890123456789',
    '1e-400',
    '[{"a":1.00000000000000000001}]',
  ])('refuses %s, which a number cannot hold', (text) => {
    expect(() => parseJson(text)).toThrow(UnsafeJsonError);
  });

  it('accepts 64 levels, and refuses more without exhausting the stack', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(() => parseJson(nested(64))).not.toThrow();
    expect(() => parseJson(nested(65))).toThrow(UnsafeJsonError);
    expect(() => parseJson(nested(200_000))).toThrow(UnsafeJsonError);
  });

  it('rejects text that is not JSON with a SyntaxError', () => {
    expect(() => parseJson('{')).toThrow(SyntaxError);
  });
});
