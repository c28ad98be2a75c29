import {
  countSetting,
  deadlineMsSetting,
  durationMsSetting,
  retryPolicySetting,
} from '@foldmart/core';
import * as z from 'zod';

const tlsSchema = z.union([
  z.boolean(),
  z.strictObject({
    /** Certificates of the authorities to trust instead of the system's, PEM. */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    servername: z.string().optional(),
    rejectUnauthorized: z.boolean().optional(),
  }),
]);

const busSchema = z
  .strictObject({
    /** Prefix of every key of the bus. The streams of a topic are `<prefix>{<topic>}:<partition>`. */
    keyPrefix: z.string().default(''),
    /** The largest message accepted: key, value and headers together, in bytes. */
    maxMessageBytes: z._default(countSetting, 1_048_576),
    /** How long a member may send no heartbeat before its partitions pass to others. */
    sessionTimeoutMs: z._default(durationMsSetting, 30_000),
    /** The interval between heartbeats; at most a third of the session time-out is used. */
    heartbeatIntervalMs: z._default(durationMsSetting, 10_000),
    maxBatchMessages: z._default(countSetting, 500),
    /** The target size of one read of a partition, estimated from the messages read before. */
    maxBatchBytes: z._default(countSetting, 4_194_304),
    /** How long one blocking read waits. */
    blockMs: z._default(durationMsSetting, 5_000),
    /** The most messages and bytes sent in one step. What accumulates meanwhile is sent together next. */
    maxFlightMessages: z._default(countSetting, 1_000),
    maxFlightBytes: z._default(countSetting, 2_097_152),
    /** While more than this waits to be sent to a topic, calls are rejected with a retryable error. */
    maxWaitingBytes: z._default(countSetting, 67_108_864),
    /**
     * The interval between rounds of retention. A group is warned one interval before its unread messages are
     * removed.
     */
    retentionIntervalMs: z._default(durationMsSetting, 30_000),
    /** How long a close waits for work in flight, by default. */
    closeDeadlineMs: z._default(deadlineMsSetting, 10_000),
    /** Back-off after a failed handler, and after a failed command of a member. */
    retry: retryPolicySetting,
  })
  .prefault({});

const cacheSchema = z
  .strictObject({
    /** How long a partly filled set survives the worker that fills it. */
    temporaryTtlMs: z._default(durationMsSetting, 60_000),
    /** Entities sent in one step while a set is filled. */
    chunkEntities: z._default(countSetting, 1_000),
  })
  .prefault({});

/** How to reach Redis 7.0 or newer, and how bus and cache use it. `url` takes precedence over `host` and `port`. */
export const redisOptionsSchema = z.strictObject({
  url: z.url({ protocol: /^rediss?$/ }).optional(),
  host: z.string().min(1).default('localhost'),
  port: z.int().min(1).max(65_535).default(6_379),
  username: z.string().optional(),
  password: z.string().optional(),
  tls: tlsSchema.default(false),
  db: z.int().nonnegative().optional(),
  connectionName: z.string().default('foldmart'),
  connectTimeoutMs: z._default(durationMsSetting, 5_000),
  /** How long a command may take, including the wait for a connection. */
  commandTimeoutMs: z._default(durationMsSetting, 10_000),
  /** Back-off between attempts to connect, which continue in the background until one succeeds. */
  reconnect: z
    .strictObject({
      firstDelayMs: z._default(durationMsSetting, 50),
      longestDelayMs: z._default(durationMsSetting, 2_000),
    })
    .prefault({}),
  bus: busSchema,
  cache: cacheSchema,
});

/** {@link redisOptionsSchema} as it is given. */
export type RedisOptionsInput = z.input<typeof redisOptionsSchema>;

/** {@link redisOptionsSchema} with its defaults. */
export type RedisOptions = z.output<typeof redisOptionsSchema>;
