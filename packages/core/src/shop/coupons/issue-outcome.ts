/**
 * The outcome of a request for a coupon; if several apply, the first in this order.
 *
 * - `VALIDATION_FAILED`: malformed, unknown coupon, or a campaign that is not open when the request is decided
 * - `DUPLICATE_REQUEST`: the user holds the coupon already
 * - `BUSINESS_ERROR`: a rule of the campaign refuses the user
 * - `OUT_OF_STOCK`: no coupon is left
 * - `SUCCESS`: the coupon is issued to the user
 * - `SYSTEM_ERROR`: the system can never decide the request, for a reason outside of it
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

/** The number of requests by outcome. */
export type OutcomeCounts = Readonly<Record<IssueOutcome, number>>;

/** No requests. */
export const noOutcomes: OutcomeCounts = {
  VALIDATION_FAILED: 0,
  DUPLICATE_REQUEST: 0,
  BUSINESS_ERROR: 0,
  OUT_OF_STOCK: 0,
  SUCCESS: 0,
  SYSTEM_ERROR: 0,
};
