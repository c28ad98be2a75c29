/**
 * How a request for a coupon ends; of several that apply, the first in this order.
 *
 * - `VALIDATION_FAILED`: malformed, unknown coupon, campaign closed or not open when it is decided
 * - `DUPLICATE_REQUEST`: this user holds the coupon already
 * - `BUSINESS_ERROR`: a rule of the campaign refuses this user
 * - `OUT_OF_STOCK`: nothing is left
 * - `SUCCESS`: the coupon is this user's
 * - `SYSTEM_ERROR`: it will never succeed, for a reason that is not its own
 */
export const issueOutcomes = [
  'VALIDATION_FAILED',
  'DUPLICATE_REQUEST',
  'BUSINESS_ERROR',
  'OUT_OF_STOCK',
  'SUCCESS',
  'SYSTEM_ERROR',
] as const;

export type IssueOutcome = (typeof issueOutcomes)[number];

/** How many requests ended in which way. */
export type OutcomeCounts = Readonly<Record<IssueOutcome, number>>;

/** Nothing decided yet. */
export const noOutcomes: OutcomeCounts = {
  VALIDATION_FAILED: 0,
  DUPLICATE_REQUEST: 0,
  BUSINESS_ERROR: 0,
  OUT_OF_STOCK: 0,
  SUCCESS: 0,
  SYSTEM_ERROR: 0,
};
