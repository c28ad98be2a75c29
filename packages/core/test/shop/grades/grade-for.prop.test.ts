import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, canonicalDecimal, compareDecimals } from '@foldmart/core';
import {
  customerGrades,
  defaultGradeThresholds,
  earnedGrades,
  gradeFor,
  type GradeThresholds,
} from '@foldmart/core/shop';

const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }))
  .map(([units, scale]) => canonicalDecimal(`${String(units)}e-${String(scale)}`) ?? '');

const thresholds: fc.Arbitrary<GradeThresholds> = fc
  .uniqueArray(amount, { minLength: 3, maxLength: 3 })
  .map((amounts) => amounts.sort(compareDecimals))
  .map(([SILVER = '', GOLD = '', VIP = '']) => ({ SILVER, GOLD, VIP }));

const rank = (grade: string): number => customerGrades.indexOf(grade);

describe('the grade for an amount', () => {
  it('never falls as the amount rises', () => {
    fc.assert(
      fc.property(amount, amount, thresholds, (some, more, steps) => {
        const sum = addDecimals(some, more);
        expect(rank(gradeFor(sum, steps))).toBeGreaterThanOrEqual(rank(gradeFor(some, steps)));
      }),
    );
  });

  it('is reached at its threshold, and not below', () => {
    fc.assert(
      fc.property(thresholds, fc.constantFrom('SILVER', 'GOLD', 'VIP'), (steps, grade) => {
        expect(gradeFor(steps[grade], steps)).toBe(grade);
        const below = addDecimals(steps[grade], `-0.${'0'.repeat(20)}1`);
        expect(rank(gradeFor(below, steps))).toBeLessThan(rank(grade));
      }),
    );
  });

  it('is one of the grades of the shop, in their order', () => {
    expect(earnedGrades).toEqual(customerGrades);
    const amounts = ['0', '499999.99', '500000', '2000000', '5000000'];
    expect(amounts.map((each) => gradeFor(each, defaultGradeThresholds))).toEqual([
      'BRONZE',
      'BRONZE',
      'SILVER',
      'GOLD',
      'VIP',
    ]);
  });
});
