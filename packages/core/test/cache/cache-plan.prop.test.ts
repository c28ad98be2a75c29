import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agingBound,
  defaultCacheSelection,
  fillPlaces,
  planSegments,
  type CachedEntity,
  type CacheSelection,
} from '@foldmart/core';

const selections = fc.record({
  strategy: fc.constantFrom('aging' as const, 'stratified' as const),
  batchSize: fc.integer({ min: 2, max: 2_000 }),
  newDataRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  buyersRatio: fc.double({ min: 0, max: 1, noNaN: true }),
  popularRatio: fc.double({ min: 0, max: 1, noNaN: true }),
});
const kinds = fc.constantFrom('users' as const, 'products' as const);
const entities = fc
  .array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 })
  .map((ids) => [...new Set(ids)].map((id): CachedEntity => ({ id: String(id), data: {} })));

function ids(list: readonly CachedEntity[]): readonly string[] {
  return list.map(({ id }) => id);
}

describe('planSegments', () => {
  it('gives away every place', () => {
    fc.assert(
      fc.property(selections, kinds, (selection, kind) => {
        const quotas = planSegments(kind, selection).map(({ quota }) => quota);
        expect(quotas.reduce((sum, quota) => sum + quota, 0)).toBe(selection.batchSize);
        expect(Math.min(...quotas)).toBeGreaterThanOrEqual(selection.strategy === 'aging' ? 1 : 0);
      }),
    );
  });

  it('takes by default half of the rows from those that were never cached', () => {
    expect(planSegments('users', defaultCacheSelection)).toStrictEqual([
      { segment: 'never-cached', quota: 500 },
      { segment: 'longest-cached', quota: 500 },
    ]);
  });

  it('takes by default 600 buyers with 400 others, and 700 popular products with 300 new ones', () => {
    const stratified: CacheSelection = { ...defaultCacheSelection, strategy: 'stratified' };
    expect(planSegments('users', stratified)).toStrictEqual([
      { segment: 'buyers', quota: 600 },
      { segment: 'non-buyers', quota: 400 },
    ]);
    expect(planSegments('products', stratified)).toStrictEqual([
      { segment: 'popular', quota: 700 },
      { segment: 'newest', quota: 300 },
    ]);
  });
});

describe('fillPlaces', () => {
  const plans = fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 })).map(([first, second]) => [
    { segment: 'popular' as const, quota: first },
    { segment: 'newest' as const, quota: second },
  ]);

  it('leaves a place empty only where there is nobody left, and gives nobody two', () => {
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

  it('gives each segment its quota of first rows before it fills up', () => {
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

  it('passes over no row for one behind it', () => {
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

  it('goes by the side that gets less, which is never nothing', () => {
    expect(agingBound(100, { batchSize: 10, newDataRatio: 0.8 })).toBe(50);
    expect(agingBound(100, { batchSize: 10, newDataRatio: 0 })).toBe(100);
    expect(agingBound(100, { batchSize: 10, newDataRatio: 1 })).toBe(100);
  });
});
