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
    /** PEM text of the authorities to trust, instead of the system's. */
    ca: z.string().optional(),
    cert: z.string().optional(),
    key: z.string().optional(),
    servername: z.string().optional(),
    rejectUnauthorized: z.boolean().optional(),
  }),
]);

const busSchema = z
  .strictObject({
    /** Goes before every key of the bus. The streams of a topic are `<prefix>{<topic>}:<partition>`. */
    keyPrefix: z.string().default(''),
    /** Largest message taken: key, value and headers together. */
    maxMessageBytes: countSetting.default(1_048_576),
    /** After how long without a heartbeat a member's partitions go to others. */
    sessionTimeoutMs: durationMsSetting.default(30_000),
    /** At most a third of the session time-out is used. */
    heartbeatIntervalMs: durationMsSetting.default(10_000),
    maxBatchMessages: countSetting.default(500),
    /** What one read of a partition should not exceed, by the sizes of the messages read before. */
    maxBatchBytes: countSetting.default(4_194_304),
    /** How long one blocking read waits. */
    blockMs: durationMsSetting.default(5_000),
    /** Most messages and bytes sent in one step; what waits meanwhile goes together next. */
    maxFlightMessages: countSetting.default(1_000),
    maxFlightBytes: countSetting.default(2_097_152),
    /** A call is refused, retryably, while more than this waits to be sent to its topic. */
    maxWaitingBytes: countSetting.default(67_108_864),
    /** How often retention is looked after; a group's unread messages are warned of one interval before. */
    retentionIntervalMs: durationMsSetting.default(30_000),
    /** How long a close waits for work in flight, unless it says itself. */
    closeDeadlineMs: deadlineMsSetting.default(10_000),
    /** Pauses after a failed handler, and after a failed command of a member. */
    retry: retryPolicySetting,
  })
  .prefault({});

const cacheSchema = z
  .strictObject({
    /** How long a half-filled set outlives the worker that was filling it. */
    temporaryTtlMs: durationMsSetting.default(60_000),
    /** Entities sent in one step while a set is filled. */
    chunkEntities: countSetting.default(1_000),
  })
  .prefault({});

/** How to reach Redis 7.0 or newer, and how bus and cache use it. `url` wins over `host` and `port`. */
export const redisOptionsSchema = z.strictObject({
  url: z.url({ protocol: /^rediss?$/ }).optional(),
  host: z.string().min(1).default('localhost'),
  port: z.int().min(1).max(65_535).default(6_379),
  username: z.string().optional(),
  password: z.string().optional(),
  tls: tlsSchema.default(false),
  db: z.int().nonnegative().optional(),
  connectionName: z.string().default('foldmart'),
  connectTimeoutMs: durationMsSetting.default(5_000),
  /** After how long a command without an answer fails, whether it was sent or waits for a connection. */
  commandTimeoutMs: durationMsSetting.default(10_000),
  /** Pauses between attempts to connect; they go on in the background for as long as it takes. */
  reconnect: z
    .strictObject({
      firstDelayMs: durationMsSetting.default(50),
      longestDelayMs: durationMsSetting.default(2_000),
    })
    .prefault({}),
  bus: busSchema,
  cache: cacheSchema,
});

/** What {@link redisOptionsSchema} takes. */
export type RedisOptionsInput = z.input<typeof redisOptionsSchema>;

/** What {@link redisOptionsSchema} gives: every default filled in. */
export type RedisOptions = z.output<typeof redisOptionsSchema>;
