import { compareDecimals } from '../../values/decimal.js';

/** The amounts, as canonical decimals in ascending order, from which a customer has a grade above the lowest. */
export interface GradeThresholds {
  readonly SILVER: string;
  readonly GOLD: string;
  readonly VIP: string;
}

/** A grade that depends on the amount bought, the lowest first. */
export const earnedGrades = ['BRONZE', 'SILVER', 'GOLD', 'VIP'] as const;

export type EarnedGrade = (typeof earnedGrades)[number];

/** In won, for the generator's locale `ko`. */
export const defaultGradeThresholds: GradeThresholds = {
  SILVER: '500000',
  GOLD: '2000000',
  VIP: '5000000',
};

/** The highest grade whose threshold `amount`, a canonical decimal, reaches. */
export function gradeFor(amount: string, thresholds: GradeThresholds): EarnedGrade {
  if (compareDecimals(amount, thresholds.VIP) >= 0) return 'VIP';
  if (compareDecimals(amount, thresholds.GOLD) >= 0) return 'GOLD';
  if (compareDecimals(amount, thresholds.SILVER) >= 0) return 'SILVER';
  return 'BRONZE';
}

/** Whether `grade` depends on the amount bought. Grades are open: others are given by hand. */
export function isEarnedGrade(grade: string): grade is EarnedGrade {
  return earnedGrades.some((earned) => earned === grade);
}
