import { KafkaEventBus, type KafkaOptions } from '@foldmart/adapters-kafka';
import { MemoryEventBus } from '@foldmart/adapters-memory';
import { RedisEventBus } from '@foldmart/adapters-redis';
import type { EventBus } from '@foldmart/core';
import type { Settings } from '../settings/settings.js';
import type { SettingValues } from '../settings/read-values.js';
import { readCertificate } from './read-certificate.js';
import { redisConnection } from './redis-connection.js';
import type { RuntimeDependencies } from './surroundings.js';

/** Opens the queue that is set; the one of direct mode is never used and costs nothing. */
export function openBus(settings: Settings, around: RuntimeDependencies): EventBus {
  return openWith(settings, around, {
    lingerMs: settings.values.KAFKA_LINGER_MS,
    minBytes: settings.values.CONSUMER_MIN_BYTES,
  });
}

/** Opens the same queue for messages that somebody waits for: none waits for company, on either side. */
export function openPromptBus(settings: Settings, around: RuntimeDependencies): EventBus {
  return openWith(settings, around, { lingerMs: 0, minBytes: 1 });
}

/** How long Kafka may let a message wait for others, and a fetch for bytes. */
type Patience = Required<Pick<KafkaOptions, 'lingerMs' | 'minBytes'>>;

function openWith(
  { queueType, values }: Settings,
  around: RuntimeDependencies,
  patience: Patience,
): EventBus {
  switch (queueType) {
    case 'kafka':
      return new KafkaEventBus({ ...kafkaOptions(values), ...patience }, around);
    case 'redis':
      return new RedisEventBus({ ...redisConnection(values), bus: memberOptions(values) }, around);
    case 'memory':
    case 'direct':
      return new MemoryEventBus(memberOptions(values), around);
  }
}

function memberOptions(values: SettingValues) {
  return {
    sessionTimeoutMs: values.CONSUMER_SESSION_TIMEOUT,
    heartbeatIntervalMs: values.CONSUMER_HEARTBEAT_INTERVAL,
    maxBatchMessages: values.CONSUMER_BATCH_SIZE,
  };
}

function kafkaOptions(values: SettingValues): KafkaOptions {
  const sasl = saslOptions(values);
  return {
    bootstrapServers: [...values.KAFKA_BOOTSTRAP_SERVERS],
    clientId: values.KAFKA_CLIENT_ID,
    ssl: sslOptions(values),
    ...(sasl === undefined ? {} : { sasl }),
    compression: values.KAFKA_COMPRESSION,
    batchBytes: values.KAFKA_BATCH_SIZE,
    maxWaitMs: values.CONSUMER_MAX_WAIT_MS,
    ...memberOptions(values),
  };
}

function sslOptions(values: SettingValues): NonNullable<KafkaOptions['ssl']> {
  const ca = readCertificate('KAFKA_SSL_CA_FILE', values.KAFKA_SSL_CA_FILE);
  if (!values.KAFKA_SSL) return false;
  return ca === undefined ? true : { ca };
}

function saslOptions(values: SettingValues): KafkaOptions['sasl'] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = values;
  if (mechanism === undefined || username === undefined) return undefined;
  return { mechanism, username, password: values.KAFKA_SASL_PASSWORD ?? '' };
}
