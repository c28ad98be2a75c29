import * as z from 'zod';

const milliseconds = z.number().min(0);
const positiveMs = z.number().positive();
const positiveCount = z.int().min(1);

/** The options of a memory broker; every field has a default. */
export const memoryBrokerOptionsSchema = z.strictObject({
  /** The largest message accepted: key, value and headers together, in bytes. */
  maxMessageBytes: positiveCount.default(1_048_576),
  /**
   * The most bytes retained in all topics together. Beyond it, messages that every group has committed are deleted
   * before the end of their retention; if that is not enough, publishers wait.
   */
  maxRetainedBytes: positiveCount.default(268_435_456),
});

/** The input of {@link memoryBrokerOptionsSchema}. */
export type MemoryBrokerOptions = z.input<typeof memoryBrokerOptionsSchema>;

/** The options of one process's memory bus; every field has a default. */
export const memoryEventBusOptionsSchema = z.strictObject({
  /** How long after its last heartbeat a member is removed from its group, in milliseconds. */
  sessionTimeoutMs: positiveMs.default(30_000),
  /** The interval of heartbeats in milliseconds; at most a third of the session time-out. */
  heartbeatIntervalMs: positiveMs.default(3_000),
  /** The most messages in a batch, unless the subscription sets a limit. */
  maxBatchMessages: positiveCount.default(500),
  /** How long a close waits for work in flight by default, in milliseconds. */
  closeDeadlineMs: milliseconds.default(10_000),
  /** How long a publish waits for free space before it fails, in milliseconds. */
  publishTimeoutMs: milliseconds.default(30_000),
  /** The back-off between deliveries of a failing batch. */
  retry: z
    .strictObject({ firstDelayMs: milliseconds, longestDelayMs: milliseconds })
    .default({ firstDelayMs: 100, longestDelayMs: 5_000 }),
});

/** The input of {@link memoryEventBusOptionsSchema}. */
export type MemoryEventBusOptions = z.input<typeof memoryEventBusOptionsSchema>;

/** The output of {@link memoryEventBusOptionsSchema}. */
export type MemoryEventBusSettings = z.output<typeof memoryEventBusOptionsSchema>;

/** The options of an instance of a memory database; every field has a default. */
export const memoryDatabaseOptionsSchema = z.strictObject({
  /** The name of the instance in messages about blocking transactions. */
  name: z.string().min(1).default('foldmart'),
  /** How long the swap of a rebuild waits for running transactions, in milliseconds; new ones wait for it. */
  swapTimeoutMs: positiveMs.default(250),
});

/** The input of {@link memoryDatabaseOptionsSchema}. */
export type MemoryDatabaseOptions = z.input<typeof memoryDatabaseOptionsSchema>;
