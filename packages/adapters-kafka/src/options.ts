import {
  countSetting,
  deadlineMsSetting,
  durationMsSetting,
  retryPolicySetting,
} from '@foldmart/core';
import * as z from 'zod';

const server = z
  .string()
  .regex(/^[^\s:/,]+:\d{1,5}$/, 'must be host:port')
  .refine((address) => Number(address.split(':')[1]) <= 65_535, 'must have a port up to 65535');

const tlsOptions = z.object({
  /** Certificates of the authorities to trust, PEM. */
  ca: z.union([z.string(), z.array(z.string())]).optional(),
  cert: z.string().optional(),
  key: z.string().optional(),
  passphrase: z.string().optional(),
  servername: z.string().optional(),
  rejectUnauthorized: z.boolean().optional(),
});

const saslOptions = z.object({
  mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']),
  username: z.string().min(1),
  password: z.string().min(1),
});

/** Network time-outs of a client, in milliseconds. */
const networkOptions = {
  connectionTimeoutMs: z._default(durationMsSetting, 3_000),
  /** For one response. A broker that stays silent longer counts as unreachable. */
  requestTimeoutMs: z._default(durationMsSetting, 10_000),
  /** The maximum age of cached metadata. */
  metadataMaxAgeMs: z._default(durationMsSetting, 60_000),
};

const producerOptions = {
  /** How long a small request may wait for more messages, if more are likely. */
  lingerMs: z._default(deadlineMsSetting, 10),
  /** From this size (uncompressed) on, a request does not wait. */
  batchBytes: z._default(countSetting, 16 * 1024),
  compression: z.enum(['none', 'gzip', 'lz4']).default('lz4'),
  /** The largest message accepted: key, value and headers together. */
  maxMessageBytes: z._default(countSetting, 1_000_000),
  /** The largest request for one partition, uncompressed: at most the topic's `max.message.bytes`. */
  maxRequestBytes: z._default(countSetting, 1_048_576),
  /** The most that may wait to be sent. Beyond it, `publish` waits. */
  bufferBytes: z._default(countSetting, 32 * 1024 * 1024),
  /** How long a message is retried before its `publish` fails. */
  deliveryTimeoutMs: z._default(durationMsSetting, 30_000),
};

const consumerOptions = {
  sessionTimeoutMs: z._default(durationMsSetting, 30_000),
  /** The maximum interval between heartbeats. They are more frequent for 30 s after joining. */
  heartbeatIntervalMs: z._default(durationMsSetting, 10_000),
  /** How long a rebalance waits for handlers in flight. A member that exceeds it loses its partitions. */
  rebalanceTimeoutMs: z._default(durationMsSetting, 60_000),
  minBytes: z._default(countSetting, 1_024),
  maxWaitMs: z._default(durationMsSetting, 500),
  maxBatchMessages: z._default(countSetting, 500),
  maxBatchBytes: z._default(countSetting, 4 * 1024 * 1024),
  /** The most that one response holds of a partition, as compressed. A larger message still arrives, alone. */
  maxBytesPerPartition: z._default(countSetting, 256 * 1024),
  /** The size of one response, as compressed. */
  maxFetchBytes: z._default(countSetting, 2 * 1024 * 1024),
  /** The back-off before a failed batch is redelivered. */
  retry: retryPolicySetting,
  /** How long a close waits for work in flight, by default. */
  closeDeadlineMs: z._default(deadlineMsSetting, 10_000),
};

/**
 * Options of a {@link KafkaEventBus}. Producing is always idempotent and acknowledged by all in-sync replicas,
 * because `publish` guarantees need both.
 */
export const kafkaOptionsSchema = z
  .object({
    bootstrapServers: z
      .array(server)
      .min(1)
      .default(['localhost:9092', 'localhost:9093', 'localhost:9094']),
    clientId: z.string().min(1).max(200).default('foldmart'),
    ssl: z.union([z.boolean(), tlsOptions]).default(false),
    sasl: saslOptions.optional(),
    ...networkOptions,
    ...producerOptions,
    ...consumerOptions,
  })
  .refine((options) => options.heartbeatIntervalMs < options.sessionTimeoutMs, {
    path: ['heartbeatIntervalMs'],
    message: 'must be below sessionTimeoutMs',
  })
  .refine((options) => options.maxMessageBytes <= options.maxRequestBytes, {
    path: ['maxMessageBytes'],
    message: 'must not be above maxRequestBytes',
  });

/** The options as given; each has a default. */
export type KafkaOptions = z.input<typeof kafkaOptionsSchema>;

/** The options with their defaults. */
export type KafkaSettings = z.output<typeof kafkaOptionsSchema>;
