import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FingerprintTable } from '../../../src/projections/verify/fingerprint-table.js';

const texts = fc.string({ maxLength: 6, unit: 'binary' });
const entries = fc.uniqueArray(fc.tuple(texts, texts), { selector: ([text]) => text });

describe('a table of fingerprints', () => {
  it('knows each text with its content and its mark, and no other', () => {
    fc.assert(
      fc.property(
        entries,
        entries,
        fc.array(fc.tuple(fc.nat(), fc.boolean())),
        (own, others, marks) => {
          const table = new FingerprintTable();
          const model = new Map(own.map(([text, content]) => [text, { content, isMarked: false }]));
          for (const [text, content] of own) table.add(text, content);
          for (const [nth, isMarked] of marks) {
            const [text] = own[nth % Math.max(1, own.length)] ?? [''];
            table.mark(text, isMarked);
            const entry = model.get(text);
            if (entry !== undefined) entry.isMarked = isMarked;
          }
          for (const [text, content] of [...own, ...others]) {
            const known = model.get(text);
            expect(table.has(text)).toBe(known !== undefined);
            expect(table.isMarked(text)).toBe(known?.isMarked === true);
            expect(table.holds(text, content)).toBe(known?.content === content);
          }
          const unmarked = [...model.values()].filter(({ isMarked }) => !isMarked).length;
          expect([table.size, table.unmarked]).toStrictEqual([model.size, unmarked]);
        },
      ),
    );
  });

  it('grows', () => {
    const table = new FingerprintTable();
    const keys = Array.from({ length: 50_000 }, (_, nth) => `order-${String(nth)}`);
    for (const key of keys) table.add(key, `content of ${key}`);
    expect(table.size).toBe(keys.length);
    expect(keys.every((key) => table.holds(key, `content of ${key}`))).toBe(true);
    expect(keys.some((key) => table.has(`${key}x`) || table.holds(key, key))).toBe(false);
  });
});
