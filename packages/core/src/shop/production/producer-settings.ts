import * as z from 'zod';

/** What a producer publishes. */
export type ProducedKind = 'orders' | 'products' | 'users';

const range = (least: number) =>
  z
    .object({ min: z.int().min(least), max: z.int().min(least) })
    .refine((value) => value.min <= value.max, { error: 'min must not be above max' });

type Range = Readonly<z.output<ReturnType<typeof range>>>;

/** Bursts of `size` entities (whole, from 1) with `pauseMs` between them, each uniform between its bounds. */
const lane = (size: Range, pauseMs: Range) =>
  z.object({ size: range(1).default(size), pauseMs: range(0).default(pauseMs) }).prefault({});

/** The settings of a producer; every field has a default. */
export const producerSettingsSchema = z.object({
  /** 1 to 5 orders every 2 to 8 s. */
  orders: lane({ min: 1, max: 5 }, { min: 2_000, max: 8_000 }),
  /** 100 products every 10 to 20 s. */
  products: lane({ min: 100, max: 100 }, { min: 10_000, max: 20_000 }),
  /** 1 to 3 users every 5 to 15 s. */
  users: lane({ min: 1, max: 3 }, { min: 5_000, max: 15_000 }),
  /** What is published; default everything, or only orders if a rate is set. */
  kinds: z
    .array(z.enum(['orders', 'products', 'users']))
    .min(1)
    .optional(),
  /** Entities per second instead of the pauses; `max` for as fast as possible. */
  rate: z.union([z.number().positive(), z.literal('max')]).optional(),
  /** Ends the run after this many orders. */
  orderLimit: z.int().min(0).optional(),
  /** Ends the run after this many users. */
  userLimit: z.int().min(0).optional(),
  /** Ends the run before the first burst that is due after this time, in milliseconds; up to 23 days. */
  durationMs: z.number().min(0).max(2_000_000_000).optional(),
  /** Entities per publish, if a rate is set. */
  publishBatchSize: z.int().min(1).default(500),
  /** The most publishes in flight, if a rate is set; bounds the memory. */
  maxInFlight: z.int().min(1).default(8),
  /** How long orders wait if nothing is cached, in milliseconds. */
  emptyCachePauseMs: z.number().positive().default(1_000),
  /** How often progress is reported, if a rate is set, in milliseconds. */
  progressEveryMs: z.number().positive().default(1_000),
  /** How long after `durationMs` a failing publish is retried before the run fails, in milliseconds. */
  graceMs: z.number().min(0).default(10_000),
});

export type ProducerSettings = z.output<typeof producerSettingsSchema>;

/** The pauses of the mode that picks users by purchase propensity: 3 to 5 s. */
export const propensityOrderPauseMs = { min: 3_000, max: 5_000 } as const;
