import * as z from 'zod';

/** A whole number from 1, as it stands in an address. */
export const numberText = z
  .string('expected a whole number from 1')
  .regex(/^\d{1,16}$/, 'expected a whole number from 1')
  .transform(Number)
  .pipe(
    z
      .int('expected a whole number up to 9007199254740991')
      .positive('expected a whole number from 1'),
  );

/** A whole number from 1, as it stands in JSON. */
export const positiveWhole = z.int().positive();

/** A time with its zone, as in `2026-02-03T14:30:00Z`, read as milliseconds since the epoch. */
export const instantText = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.int());

const durationPattern = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s)?$/;

/** How long to wait, as in `5s`, `250ms` or `5`, read as milliseconds. */
export const durationText = z
  .string()
  .regex(durationPattern, 'expected a duration such as 5s or 250ms')
  .transform((text) => {
    const [, amount, unit] = durationPattern.exec(text) ?? [];
    return Math.round(Number(amount) * (unit === 'ms' ? 1 : 1_000));
  });

/** The header with which a client names its request, so that it may be repeated. */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Names the request: with the same key it is the same request again.'),
});

/** `2026-02-03T14:30:00.000Z` of milliseconds since the epoch; null of null. */
export function instantOf(epochMs: number): string;
export function instantOf(epochMs: number | null): string | null;
export function instantOf(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
