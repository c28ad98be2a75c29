import * as z from 'zod';

const durationMs = z.int().positive();

/** How the API behaves; every number has a default. */
export const couponApiOptionsSchema = z.object({
  /** Who shows it may open, refill and close campaigns; nobody may where it is absent. */
  adminToken: z.string().min(1).optional(),
  /** Calls that one client address may make within a second. */
  callsPerSecond: z.int().positive().default(100),
  /** Whether the address of a client is what a proxy in front says. */
  trustProxy: z.boolean().default(false),
  bodyLimitBytes: z.int().positive().default(131_072),
  /** How long the headers may take to arrive, in milliseconds. */
  headersTimeoutMs: durationMs.default(10_000),
  /** How long a request may take to arrive, in milliseconds. */
  requestTimeoutMs: durationMs.default(15_000),
  /** How long the services behind may take, in milliseconds. */
  answerTimeoutMs: durationMs.default(10_000),
  /** The longest time a client can wait for an outcome in one call, in milliseconds. */
  longestWaitMs: durationMs.default(30_000),
  /** The most time between looks at the ledger while somebody waits, in milliseconds; less where looks are quick. */
  outcomePollMs: durationMs.default(50),
  /** How many clients can wait at the same time; those above are answered at once. */
  mostWaiting: z.int().positive().default(10_000),
});

export type CouponApiOptions = z.input<typeof couponApiOptionsSchema>;
export type ResolvedCouponApiOptions = z.output<typeof couponApiOptionsSchema>;
