import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadLetterDetail } from '@foldmart/core';

describe('deadLetterDetail', () => {
  it('makes one printable line of at most 300 characters from anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const detail = deadLetterDetail(text);
        expect(detail.length).toBeLessThanOrEqual(300);
        expect(detail).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });

  it('leaves printable text of that length as it is', () => {
    const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 300 });
    fc.assert(
      fc.property(printable, (text) => {
        expect(deadLetterDetail(text)).toBe(text);
      }),
    );
  });

  it('shows that it cut something off', () => {
    expect(deadLetterDetail('x'.repeat(300))).toBe('x'.repeat(300));
    expect(deadLetterDetail('x'.repeat(301))).toBe(`${'x'.repeat(299)}…`);
  });

  it('does not cut a character in two', () => {
    for (const before of [296, 297, 298, 299, 300]) {
      const detail = deadLetterDetail(`${'x'.repeat(before)}📚${'x'.repeat(9)}`);
      expect(detail).not.toMatch(/\p{Cs}/u);
      expect(detail.length).toBeGreaterThanOrEqual(299);
      expect(detail.length).toBeLessThanOrEqual(300);
      expect(detail.endsWith('…')).toBe(true);
    }
  });
});
