import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededChance, seededIds, seededRandom } from '@foldmart/generator';

const seeds = fc.oneof(fc.integer(), fc.string());

function first<Item>(count: number, next: () => Item): readonly Item[] {
  return Array.from({ length: count }, next);
}

describe('seeded ids', () => {
  it('are UUIDs of version 4', () => {
    const v4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
    fc.assert(
      fc.property(seeds, (seed) => {
        const ids = seededIds(seed);
        expect(first(20, () => ids.next()).every((id) => v4.test(id))).toBe(true);
      }),
    );
  });

  it('repeat with the seed, and meet those of no other seed or name', () => {
    fc.assert(
      fc.property(seeds, seeds, fc.string(), fc.string(), (seed, other, name, otherName) => {
        const ids = (from: string | number, stream: string): readonly string[] => {
          const source = seededChance(from)(stream).ids;
          return first(50, () => source.next());
        };
        expect(ids(seed, name)).toStrictEqual(ids(seed, name));
        const isOther = String(seed) !== String(other) || name !== otherName;
        fc.pre(isOther);
        const mine = new Set(ids(seed, name));
        expect(ids(other, otherName).some((id) => mine.has(id))).toBe(false);
      }),
    );
  });

  it('do not repeat within a million', { timeout: 30_000 }, () => {
    const ids = seededIds(1);
    const tails = new Set(first(1_000_000, () => ids.next().slice(19)));
    expect(tails.size).toBe(1_000_000);
  });
});

describe('seeded random numbers', () => {
  it('are the same in every release', () => {
    const random = seededRandom(42, 'orders');
    expect(first(3, () => random.next())).toMatchInlineSnapshot(`
      [
        0.8073939853070098,
        0.777163356548671,
        0.25665368063154137,
      ]
    `);
    const ids = seededIds(42, 'orders');
    expect(first(2, () => ids.next())).toMatchInlineSnapshot(`
      [
        "ceb15f5e-4f0b-42b7-86f4-2d880035834f",
        "41b40e25-e5af-4a01-8ff9-f6f24f19b6bc",
      ]
    `);
  });

  it('are a seed for the number as for its text', () => {
    expect(seededRandom(7).next()).toBe(seededRandom('7').next());
  });

  it('spread evenly over [0, 1), from any seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        const bins = new Array<number>(16).fill(0);
        for (let draw = 0; draw < 16_000; draw += 1) {
          const value = random.next();
          expect(value >= 0 && value < 1).toBe(true);
          bins[Math.floor(value * 16)]! += 1;
        }
        const chiSquared = bins.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
        expect(chiSquared).toBeLessThan(60);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('differ between seeds next to each other, from the first on', () => {
    const firsts = Array.from({ length: 1_000 }, (_, seed) => seededRandom(seed).next());
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(new Set(firsts).size).toBe(1_000);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.06);
  });
});
