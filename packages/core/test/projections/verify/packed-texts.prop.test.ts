import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackedTexts } from '../../../src/projections/verify/packed-texts.js';
import { longestText } from '../../../src/projections/verify/text-blocks.js';

const keys = fc.string({ maxLength: 2, unit: 'binary' });
/** Of all lengths near the borders of blocks, in one to four bytes for each character. */
const texts = fc.string({
  maxLength: 60,
  unit: fc.constantFrom('a', '"', 'é', '€', '😀', '\u0000', '\ufeff'),
});
const steps = fc.array(fc.tuple(keys, fc.option(texts, { nil: undefined })), { maxLength: 200 });

describe('packed texts', () => {
  it('give each text back once, however often blocks are freed and used again', () => {
    fc.assert(
      fc.property(steps, (given) => {
        const packed = new PackedTexts();
        const model = new Map<string, string>();
        for (const [key, text] of given) {
          expect(packed.take(key)).toBe(model.get(key));
          model.delete(key);
          if (text === undefined) continue;
          packed.put(key, text);
          model.set(key, text);
        }
        expect([...packed.texts()].sort()).toStrictEqual([...model.values()].sort());
        for (const [key, text] of model) expect(packed.take(key)).toBe(text);
        expect([...packed.texts()]).toStrictEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('hold many texts in chunks, and take no more memory for texts that replace others', () => {
    const packed = new PackedTexts();
    const all = Array.from(
      { length: 60_000 },
      (_, nth) => [`key-${String(nth)}`, 'x'.repeat(nth % 90)] as const,
    );
    for (const [key, text] of all) packed.put(key, text);
    const { sizeBytes } = packed;
    for (let round = 0; round < 3; round += 1) {
      const taken = all.map(([key]) => packed.take(key));
      expect(taken.every((text, nth) => text === all[nth]?.[1])).toBe(true);
      for (const [key, text] of all) packed.put(key, text);
    }
    expect(packed.sizeBytes).toBe(sizeBytes);
    expect(sizeBytes).toBeLessThan(60_000 * 100);
  });

  it('hold a text that is longer than a block', () => {
    const packed = new PackedTexts();
    const fitting = 'x'.repeat(longestText);
    const long = `${fitting}y`;
    packed.put('fitting', fitting);
    const { sizeBytes } = packed;
    packed.put('long', long);
    expect(packed.sizeBytes).toBe(sizeBytes + 2 * long.length);
    expect([...packed.texts()]).toStrictEqual([fitting, long]);
    expect(packed.take('long')).toBe(long);
    expect(packed.take('long')).toBeUndefined();
    expect(packed.sizeBytes).toBe(sizeBytes);
    expect(packed.take('fitting')).toBe(fitting);
  });
});
