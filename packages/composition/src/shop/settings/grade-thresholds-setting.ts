import * as z from 'zod';
import { canonicalDecimal, compareDecimals } from '@foldmart/core';
import { defaultGradeThresholds, type GradeThresholds } from '@foldmart/core/shop';
import type { Setting } from '../../settings/setting.js';

const amount = /^\d{1,18}(\.\d{1,20})?$/;

/** Three amounts in ascending order. */
export function gradeThresholds(about: string): Setting<GradeThresholds> {
  const { SILVER, GOLD, VIP } = defaultGradeThresholds;
  return {
    about,
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .pipe(z.tuple([threshold, threshold, threshold]))
      .refine(([silver, gold, vip]) => isBelow(silver, gold) && isBelow(gold, vip))
      .transform(([silver, gold, vip]) => ({ SILVER: silver, GOLD: gold, VIP: vip })),
    expected: 'three amounts in ascending order, such as 500000,2000000,5000000',
    default: [SILVER, GOLD, VIP].join(','),
    isSecret: false,
  };
}

const threshold = z
  .string()
  // Without the abort, amounts that are none would be compared.
  .regex(amount, { abort: true })
  .transform((text) => canonicalDecimal(text) ?? '0');

function isBelow(one: string, other: string): boolean {
  return compareDecimals(one, other) < 0;
}
