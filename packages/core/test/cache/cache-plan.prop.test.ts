import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agingBound,
  defaultCacheSelection,
  fillPlaces,
  planSegments,
  type CachedEntity,
  type StratifiedSelection,
} from '@foldmart/core';

const batchSizes = fc.integer({ min: 2, max: 2_000 });
const shares = fc.double({ min: 0, max: 1, noNaN: true });
const aging = fc.record({
  strategy: fc.constant('aging' as const),
  batchSize: batchSizes,
  newDataRatio: shares,
});
const stratified = fc
  .tuple(batchSizes, fc.array(shares, { minLength: 1, maxLength: 5 }))
  .map(([batchSize, given]): StratifiedSelection => {
    const [first = 0, ...others] = given;
    const strata = others.map((share, nth) => ({ segment: `other-${String(nth)}`, share }));
    return {
      strategy: 'stratified',
      batchSize,
      strata: [{ segment: 'first', share: first }, ...strata],
    };
  });
const selections = fc.oneof(aging, stratified);
const entities = fc
  .array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 })
  .map((ids) => [...new Set(ids)].map((id): CachedEntity => ({ id: String(id), data: {} })));

function ids(list: readonly CachedEntity[]): readonly string[] {
  return list.map(({ id }) => id);
}

describe('planSegments', () => {
  it('assigns every place, and none below zero', () => {
    fc.assert(
      fc.property(selections, (selection) => {
        const quotas = planSegments(selection).map(({ quota }) => quota);
        expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(selection.batchSize);
        expect(Math.min(...quotas)).toBeGreaterThanOrEqual(selection.strategy === 'aging' ? 1 : 0);
      }),
    );
  });

  it('takes by default half of the rows from those that were never cached', () => {
    expect(planSegments(defaultCacheSelection)).toStrictEqual([
      { segment: 'never-cached', quota: 500 },
      { segment: 'longest-cached', quota: 500 },
    ]);
  });

  it('gives each stratum its share in turn, and the rest to the last', () => {
    const strata = [
      { segment: 'a', share: 0.5 },
      { segment: 'b', share: 0.3 },
      { segment: 'c', share: 0 },
    ] as const;
    expect(planSegments({ strategy: 'stratified', batchSize: 9, strata })).toStrictEqual([
      { segment: 'a', quota: 5 },
      { segment: 'b', quota: 3 },
      { segment: 'c', quota: 1 },
    ]);
  });
});

describe('fillPlaces', () => {
  const plans = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })).map(([first, second]) => [
    { segment: 'popular' as const, quota: first },
    { segment: 'newest' as const, quota: second },
  ]);

  it('leaves a place empty only if no row is left, and takes no row twice', () => {
    fc.assert(
      fc.property(plans, entities, entities, (plan, first, second) => {
        const filled = ids(fillPlaces(plan, [first, second]));
        const available = new Set([...ids(first), ...ids(second)]);
        const places = plan.reduce((sum, { quota }) => sum + quota, 0);
        expect(filled).toHaveLength(Math.min(places, available.size));
        expect(new Set(filled).size).toBe(filled.length);
        expect(filled.every((id) => available.has(id))).toBe(true);
      }),
    );
  });

  it('gives each segment its quota of first rows before it fills the rest', () => {
    fc.assert(
      fc.property(plans, entities, entities, (plan, first, second) => {
        const filled = new Set(ids(fillPlaces(plan, [first, second])));
        const mine = ids(first).slice(0, plan[0]!.quota);
        const others = ids(second).filter((id) => !mine.includes(id));
        expect(mine.every((id) => filled.has(id))).toBe(true);
        expect(others.slice(0, plan[1]!.quota).every((id) => filled.has(id))).toBe(true);
      }),
    );
  });

  it('skips no row for a later one', () => {
    fc.assert(
      fc.property(plans, entities, (plan, rows) => {
        const filled = ids(fillPlaces(plan, [rows, []]));
        expect(filled).toStrictEqual(ids(rows).slice(0, filled.length));
      }),
    );
  });
});

describe('agingBound', () => {
  it.each([
    [1, 1],
    [1_000, 2],
    [10_000, 20],
    [10_001, 21],
  ])('lets %i rows wait for at most %i refreshes by default', (rows, refreshes) => {
    expect(agingBound(rows, defaultCacheSelection)).toBe(refreshes);
  });

  it('depends on the smaller quota, which is never zero', () => {
    expect(agingBound(100, { batchSize: 10, newDataRatio: 0.8 })).toBe(50);
    expect(agingBound(100, { batchSize: 10, newDataRatio: 0 })).toBe(100);
    expect(agingBound(100, { batchSize: 10, newDataRatio: 1 })).toBe(100);
  });
});
