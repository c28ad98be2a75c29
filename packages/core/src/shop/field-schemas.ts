import * as z from 'zod';
import { isInstant, withOffset } from '../events/instant.js';
import { canonicalDecimal, scaleOf } from '../values/decimal.js';

/** A person's or thing's name: 1 to 255 characters. */
export const nameText = z.string().min(1).max(255);

/** An id, a category, a region: 1 to 255 characters, any vocabulary. */
export const shortText = z.string().min(1).max(255);

/** A whole number from 0. */
export const wholeCount = z.int().min(0);

/** A whole number from 1. */
export const positiveCount = z.int().min(1);

const amountDigits = { before: 18, behind: 20 };

/**
 * An amount of money, or a rate: from 0, with at most 18 digits before the point and 20 behind it, so that
 * `numeric(38, 20)` holds it.
 */
export const amount = z.number().refine(isAmount, {
  error: ({ input }) =>
    `${String(input)} is no amount: expected a number from 0 with at most ${String(amountDigits.before)} digits before the point and ${String(amountDigits.behind)} behind it`,
});

function isAmount(value: number): boolean {
  if (value < 0 || value >= 10 ** amountDigits.before) return false;
  return (
    Number.isSafeInteger(value) || scaleOf(canonicalDecimal(value) ?? '') <= amountDigits.behind
  );
}

/** A date and time, with or without a zone: `2026-02-03T14:30:00`. */
export const wireTime = z.string().refine((text) => isInstant(withOffset(text)), {
  error: 'expected a date and time such as 2026-02-03T14:30:00',
});
