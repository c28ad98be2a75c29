import fc from 'fast-check';
import { expect, it } from 'vitest';
import { recordConsumed, type ConsumedState } from '@foldmart/core';

interface Range {
  readonly from: number;
  readonly next: number;
}

const offsets = fc.integer({ min: 0, max: 30 });
const ranges: fc.Arbitrary<Range> = fc
  .tuple(offsets, fc.integer({ min: 1, max: 12 }))
  .map(([from, length]) => ({ from, next: from + length }));

function record(batches: readonly Range[]): ConsumedState | undefined {
  return batches.reduce<ConsumedState | undefined>(
    (known, { from, next }) => recordConsumed(known, { from: String(from), next: String(next) }),
    undefined,
  );
}

/** The offsets from the first batch's start up to the highest end that no batch covered. */
function missing(batches: readonly Range[]): readonly number[] {
  const first = batches[0]?.from ?? 0;
  const end = Math.max(...batches.map(({ next }) => next));
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index).filter(
    (offset) => batches.every(({ from, next }) => offset < from || offset >= next),
  );
}

it('every offset above the first batch that no batch covered is in the gap', () => {
  fc.assert(
    fc.property(fc.array(ranges, { minLength: 1, maxLength: 20 }), (batches) => {
      const gap = record(batches)?.gap;
      for (const offset of missing(batches)) {
        expect(gap).toBeDefined();
        expect(offset).toBeGreaterThanOrEqual(Number(gap?.from));
        expect(offset).toBeLessThan(Number(gap?.to));
      }
    }),
  );
});

it('contiguous batches, repeats included, leave no gap', () => {
  const steps = fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 9 })), { minLength: 1 });
  fc.assert(
    fc.property(steps, (sizes) => {
      let reached = 0;
      const batches = sizes.map(([back, length]) => {
        const from = Math.max(0, reached - back);
        reached = Math.max(reached, from + length);
        return { from, next: from + length };
      });
      expect(record(batches)).toStrictEqual({ next: String(reached) });
    }),
  );
});

it('consuming everything from the start of the gap again closes it, however the batches are cut', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(fc.array(ranges, { minLength: 1, maxLength: 20 }), lengths, (batches, cuts) => {
      const before = record(batches);
      let from = Number(before?.gap?.from ?? 0);
      const again = cuts.map((length) => ({ from, next: (from += length) }));
      expect(record([...batches, ...again])?.gap).toBeUndefined();
    }),
  );
});

it('compares offsets beyond the integers that are exact in a double', () => {
  const known = { next: '9007199254740992' };
  expect(recordConsumed(known, { from: '9007199254740993', next: '9007199254740994' })).toEqual({
    next: '9007199254740994',
    gap: { from: '9007199254740992', to: '9007199254740993' },
  });
});
