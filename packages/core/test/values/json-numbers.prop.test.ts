import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeLossyNumber, findLossyNumber, findLossyPlainNumber } from '@foldmart/core';
import { isEqual, numberTexts } from './number-texts.js';

function isKept(text: string): boolean {
  const number = Number(text);
  return Number.isFinite(number) && isEqual(text, String(number));
}

const wrappings = fc.constantFrom('#', '[#]', '{"a":#}', '[1, # ]', '{"a" : [{"b":\n#}],"c":"x"}');

describe('numbers in JSON', () => {
  it('are found exactly if a double has another value, wherever they are', () => {
    fc.assert(
      fc.property(numberTexts, wrappings, fc.nat(20), (text, wrapping, shift) => {
        const json = ' '.repeat(shift) + wrapping.replace('#', text);
        expect(findLossyNumber(json)?.text).toBe(isKept(text) ? undefined : text);
        if (!/e/i.test(text)) expect(findLossyPlainNumber(json)).toEqual(findLossyNumber(json));
      }),
      { numRuns: 5_000 },
    );
  });

  it('are found with their path in any document, and the first one is named', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('"', '\\', '\\"', '1e999', ':', '{[', '가'));
    const harmless = fc.jsonValue({ maxDepth: 2 });
    const step = fc.oneof(key, fc.nat(3));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), harmless, (steps, beside) => {
        const json = steps.reduceRight<string>((inner, at) => {
          if (typeof at === 'number') return `[${'"1e999",'.repeat(at)}${inner},1e999]`;
          const other = JSON.stringify(`${at}!`);
          return `{${other}:${JSON.stringify(beside)},${JSON.stringify(at)} : ${inner}}`;
        }, '9007199254740993');
        const found = findLossyNumber(json);
        expect(found).toEqual({ path: steps.join('.'), text: '9007199254740993' });
      }),
      { numRuns: 1_000 },
    );
  });

  it('are never found in what JavaScript writes, whatever its texts look like', () => {
    const text = fc.constantFrom(
      '1234567890123456789',
      ': 1e999,',
      '[9007199254740993]',
      '\\"1e999',
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(text), fc.dictionary(text, text)), (value) => {
        expect(findLossyNumber(JSON.stringify(value))).toBeUndefined();
        expect(findLossyNumber(JSON.stringify(value, null, 2))).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['1e999999999999', `1${'0'.repeat(1_000_000)}1`, `0.${'0'.repeat(1_000_000)}1`])(
    'are compared in linear time: case %#',
    (text) => {
      expect(findLossyNumber(`{"a":${text}}`)?.path).toBe('a');
      expect(findLossyNumber(`{"a":"${text}"}`)).toBeUndefined();
    },
  );

  it('are described by field, text and limit in one line', () => {
    expect(describeLossyNumber({ path: 'data.total', text: '9007199254740993' })).toBe(
      'data.total is 9007199254740993, which would become 9007199254740992: JSON numbers are exact to 15 significant digits, and up to 1.7e308',
    );
    const long = describeLossyNumber({ path: 'x'.repeat(500), text: '9'.repeat(500) });
    expect(long.length).toBeLessThan(300);
  });
});
