import * as z from 'zod';

const durationMs = z.int().positive();

/** Options of the API; every number has a default. */
export const couponApiOptionsSchema = z.object({
  /**
   * The bearer token of callers that may open, refill and close campaigns. Without it, no caller
   * may.
   */
  adminToken: z.string().min(1).optional(),
  /** The maximum number of calls per second from one client address. Default 100. */
  callsPerSecond: z.int().positive().default(100),
  /** Whether to take the client's address from `X-Forwarded-For`. Default false. */
  trustProxy: z.boolean().default(false),
  bodyLimitBytes: z.int().positive().default(131_072),
  /** How long the headers may take to arrive, in milliseconds. Default 10,000. */
  headersTimeoutMs: durationMs.default(10_000),
  /** How long a request may take to arrive, in milliseconds. Default 15,000. */
  requestTimeoutMs: durationMs.default(15_000),
  /** How long the services behind the API may take, in milliseconds. Default 10,000. */
  answerTimeoutMs: durationMs.default(10_000),
  /**
   * The longest time that a client can wait for an outcome in one call, in milliseconds. Default
   * 30,000.
   */
  longestWaitMs: durationMs.default(30_000),
  /**
   * The longest time between two reads of the ledger while clients wait, in milliseconds; shorter
   * if reads are fast. Default 50.
   */
  outcomePollMs: durationMs.default(50),
  /**
   * How many clients can wait at the same time; further ones are answered at once. Default 10,000.
   */
  mostWaiting: z.int().positive().default(10_000),
});

export type CouponApiOptions = z.input<typeof couponApiOptionsSchema>;
export type ResolvedCouponApiOptions = z.output<typeof couponApiOptionsSchema>;
