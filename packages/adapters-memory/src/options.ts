import {
  countSetting,
  deadlineMsSetting,
  durationMsSetting,
  retryPolicySetting,
} from '@foldmart/core';
import * as z from 'zod/mini';

/** Options of a memory broker; each has a default. */
export const memoryBrokerOptionsSchema = z.strictObject({
  /** The largest message accepted: key, value and headers together, in bytes. */
  maxMessageBytes: z._default(countSetting, 1_048_576),
  /**
   * How much all topics together may hold, in bytes. Beyond it, messages that every group has committed are dropped
   * before their retention ends. If that does not suffice, publishers wait.
   */
  maxRetainedBytes: z._default(countSetting, 268_435_456),
});

/** The input of {@link memoryBrokerOptionsSchema}. */
export type MemoryBrokerOptions = z.input<typeof memoryBrokerOptionsSchema>;

/** Options of the memory bus of one process; each has a default. */
export const memoryEventBusOptionsSchema = z.strictObject({
  /** How long a member may send no heartbeat before its group removes it. */
  sessionTimeoutMs: z._default(durationMsSetting, 30_000),
  /** The interval between heartbeats; at most a third of the session time-out is used. */
  heartbeatIntervalMs: z._default(durationMsSetting, 3_000),
  /** The default bound of a batch. */
  maxBatchMessages: z._default(countSetting, 500),
  /** How long a close waits for work in flight, by default. */
  closeDeadlineMs: z._default(deadlineMsSetting, 10_000),
  /** How long a publish waits for room before it fails. */
  publishTimeoutMs: z._default(deadlineMsSetting, 30_000),
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
  name: z._default(z.string().check(z.minLength(1)), 'foldmart'),
  /** How long rebuilt rows wait for running transactions before they are put in place; new ones wait behind them. */
  swapTimeoutMs: z._default(durationMsSetting, 250),
  /** How long a leader that does not renew its lease keeps its locks; it renews every third of that time. */
  leaderLeaseMs: z._default(durationMsSetting, 10_000),
});

/** The input of {@link memoryDatabaseOptionsSchema}. */
export type MemoryDatabaseOptions = z.input<typeof memoryDatabaseOptionsSchema>;
