import * as z from 'zod';

const milliseconds = z.number().min(0);
const positiveMs = z.number().positive();
const positiveCount = z.int().min(1);

/** How a memory broker is set; every field has a default. */
export const memoryBrokerOptionsSchema = z.strictObject({
  /** The largest message taken: key, value and headers together, in bytes. */
  maxMessageBytes: positiveCount.default(1_048_576),
  /**
   * How much is kept in all topics together, in bytes. Beyond it, what every group has committed goes
   * before its retention is over; where that does not suffice, publishers wait.
   */
  maxRetainedBytes: positiveCount.default(268_435_456),
});

/** {@link memoryBrokerOptionsSchema} as it is given. */
export type MemoryBrokerOptions = z.input<typeof memoryBrokerOptionsSchema>;

/** How one process's memory bus is set; every field has a default. */
export const memoryEventBusOptionsSchema = z.strictObject({
  /** After how long without a heartbeat a member counts as gone. */
  sessionTimeoutMs: positiveMs.default(30_000),
  /** How often a member gives a sign of life; at most a third of the session time-out. */
  heartbeatIntervalMs: positiveMs.default(3_000),
  /** Bounds a batch where the subscription does not. */
  maxBatchMessages: positiveCount.default(500),
  /** How long a close waits for work in flight where its caller does not say. */
  closeDeadlineMs: milliseconds.default(10_000),
  /** How long a publish waits for room before it fails. */
  publishTimeoutMs: milliseconds.default(30_000),
  /** The pauses between deliveries of a batch that fails. */
  retry: z
    .strictObject({ firstDelayMs: milliseconds, longestDelayMs: milliseconds })
    .default({ firstDelayMs: 100, longestDelayMs: 5_000 }),
});

/** {@link memoryEventBusOptionsSchema} as it is given. */
export type MemoryEventBusOptions = z.input<typeof memoryEventBusOptionsSchema>;

/** {@link memoryEventBusOptionsSchema} with its defaults filled in. */
export type MemoryEventBusSettings = z.output<typeof memoryEventBusOptionsSchema>;

/** How an instance of a memory database is set; every field has a default. */
export const memoryDatabaseOptionsSchema = z.strictObject({
  /** Names the instance where it holds up others. */
  name: z.string().min(1).default('foldmart'),
  /** How long rebuilt rows wait for running transactions before they are put in place; new ones wait behind them. */
  swapTimeoutMs: positiveMs.default(250),
});

/** {@link memoryDatabaseOptionsSchema} as it is given. */
export type MemoryDatabaseOptions = z.input<typeof memoryDatabaseOptionsSchema>;
