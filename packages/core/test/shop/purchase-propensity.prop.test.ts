import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPropensityRule, mostInclined, type PropensityFacts } from '@foldmart/core/shop';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 1, 3);
const rule = createPropensityRule();

function daysAgo(days: number): string {
  return new Date(nowMs - days * dayMs).toISOString();
}

const facts: fc.Arbitrary<PropensityFacts> = fc.record({
  user_id: fc.uuid(),
  grade: fc.constantFrom('BRONZE', 'SILVER', 'GOLD', 'VIP', 'UNHEARD-OF'),
  created_at: fc.integer({ min: -10, max: 2_000 }).map(daysAgo),
  order_count: fc.nat({ max: 200 }),
  last_ordered_at: fc.option(fc.integer({ min: -10, max: 400 }).map(daysAgo)),
});

describe('the purchase propensity', () => {
  it('is the documented sum', () => {
    const user = {
      user_id: 'u_1',
      grade: 'GOLD',
      created_at: daysAgo(73),
      order_count: 4,
      last_ordered_at: daysAgo(15),
    };
    const expected =
      0.4 * Math.exp(-15 / 30) + (0.3 * Math.log(5)) / Math.log(51) + 0.2 * 0.75 + (0.1 * 73) / 365;
    expect(rule(user, nowMs)).toBeCloseTo(expected, 12);
  });

  it('is from 0 to 1', () => {
    fc.assert(
      fc.property(facts, (user) => {
        expect(rule(user, nowMs)).toBeGreaterThanOrEqual(0);
        expect(rule(user, nowMs)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it('grows with a later order, more orders, a better grade and an older account', () => {
    fc.assert(
      fc.property(facts, (user) => {
        const better: Partial<PropensityFacts>[] = [
          { last_ordered_at: daysAgo(0) },
          { order_count: (user.order_count ?? 0) + 1 },
          { grade: 'VIP' },
          { created_at: daysAgo(2_000) },
        ];
        for (const change of better) {
          expect(rule({ ...user, ...change }, nowMs)).toBeGreaterThanOrEqual(rule(user, nowMs));
        }
      }),
    );
  });

  it('reads a time without a zone as UTC', () => {
    const user = { user_id: 'u_1', grade: '', order_count: 0 };
    const created_at = '2025-11-25T00:00:00';
    expect(rule({ ...user, created_at }, nowMs)).toBe(
      rule({ ...user, created_at: `${created_at}Z` }, nowMs),
    );
    expect(rule({ ...user, created_at }, nowMs)).toBeCloseTo((0.1 * 70) / 365, 12);
  });

  it('can be weighed otherwise', () => {
    const byGrade = createPropensityRule({
      recency: 0,
      frequency: 0,
      accountAge: 0,
      grade: 1,
      grades: { PLATINUM: 1 },
    });
    const user = { user_id: 'u_1', created_at: daysAgo(1) };
    expect(byGrade({ ...user, grade: 'PLATINUM' }, nowMs)).toBe(1);
    expect(byGrade({ ...user, grade: 'VIP' }, nowMs)).toBe(0);
  });
});

describe('the most inclined users', () => {
  it('are those that no other user surpasses, in any order of input', () => {
    const users = fc.uniqueArray(facts, { selector: ({ user_id }) => user_id, maxLength: 30 });
    fc.assert(
      fc.property(users, fc.nat({ max: 35 }), (all, count) => {
        const chosen = mostInclined(all, { rule, nowMs, count });
        expect(chosen).toHaveLength(Math.min(count, all.length));
        const least = Math.min(...chosen.map((user) => rule(user, nowMs)));
        const others = all.filter((user) => !chosen.includes(user));
        for (const other of others) expect(rule(other, nowMs)).toBeLessThanOrEqual(least);
        const reversed = mostInclined([...all].reverse(), { rule, nowMs, count });
        expect(reversed).toStrictEqual(chosen);
      }),
    );
  });
});
