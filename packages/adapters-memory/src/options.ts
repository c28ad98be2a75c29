import {
  countSetting,
  deadlineMsSetting,
  durationMsSetting,
  retryPolicySetting,
} from '@foldmart/core';
import * as z from 'zod';

/** Options of a memory broker; each has a default. */
export const memoryBrokerOptionsSchema = z.strictObject({
  /** The largest message accepted: key, value and headers together, in bytes. */
  maxMessageBytes: countSetting.default(1_048_576),
  /**
   * How much all topics together may hold, in bytes. Beyond it, messages that every group has committed are dropped
   * before their retention ends. If that does not suffice, publishers wait.
   */
  maxRetainedBytes: countSetting.default(268_435_456),
});

/** The input of {@link memoryBrokerOptionsSchema}. */
export type MemoryBrokerOptions = z.input<typeof memoryBrokerOptionsSchema>;

/** Options of the memory bus of one process; each has a default. */
export const memoryEventBusOptionsSchema = z.strictObject({
  /** How long a member may send no heartbeat before its group removes it. */
  sessionTimeoutMs: durationMsSetting.default(30_000),
  /** The interval between heartbeats; at most a third of the session time-out is used. */
  heartbeatIntervalMs: durationMsSetting.default(3_000),
  /** The default bound of a batch. */
  maxBatchMessages: countSetting.default(500),
  /** How long a close waits for work in flight, by default. */
  closeDeadlineMs: deadlineMsSetting.default(10_000),
  /** How long a publish waits for room before it fails. */
  publishTimeoutMs: deadlineMsSetting.default(30_000),
  /** The back-off before a failed batch is redelivered. */
  retry: retryPolicySetting,
});

/** The input of {@link memoryEventBusOptionsSchema}. */
export type MemoryEventBusOptions = z.input<typeof memoryEventBusOptionsSchema>;

/** The output of {@link memoryEventBusOptionsSchema}. */
export type MemoryEventBusSettings = z.output<typeof memoryEventBusOptionsSchema>;

/** The options of an instance of a memory database; every field has a default. */
export const memoryDatabaseOptionsSchema = z.strictObject({
  /** The name of the instance in messages about blocking transactions. */
  name: z.string().min(1).default('foldmart'),
  /**
   * How long a rebuild waits for running transactions before it swaps its tables; new transactions wait until it is
   * done.
   */
  swapTimeoutMs: durationMsSetting.default(250),
});

/** The input of {@link memoryDatabaseOptionsSchema}. */
export type MemoryDatabaseOptions = z.input<typeof memoryDatabaseOptionsSchema>;
