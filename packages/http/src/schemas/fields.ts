import * as z from 'zod';

/** A whole number from 1 in a path or query. */
export const numberText = z
  .string('expected a whole number from 1')
  .regex(/^\d{1,16}$/, 'expected a whole number from 1')
  .transform(Number)
  .pipe(
    z
      .int('expected a whole number up to 9007199254740991')
      .positive('expected a whole number from 1'),
  );

/** A whole number from 1 in JSON. */
export const positiveWhole = z.int().positive();

/**
 * A time with a zone, such as `2026-02-03T14:30:00Z`, converted to milliseconds since the epoch.
 */
export const instantText = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .pipe(z.int());

const durationPattern = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s)?$/;

/** A duration such as `5s`, `250ms` or `5`, converted to milliseconds. */
export const durationText = z
  .string()
  .regex(durationPattern, 'expected a duration such as 5s or 250ms')
  .transform((text) => {
    const [, amount, unit] = durationPattern.exec(text) ?? [];
    return Math.round(Number(amount) * (unit === 'ms' ? 1 : 1_000));
  });

/** The header that identifies a client's request, so that the client can repeat it safely. */
export const idempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Identifies the request: the same key means the same request.'),
});

/** Formats milliseconds since the epoch as `2026-02-03T14:30:00.000Z`; null stays null. */
export function instantOf(epochMs: number): string;
export function instantOf(epochMs: number | null): string | null;
export function instantOf(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString();
}
