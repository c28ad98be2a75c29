import { KafkaEventBus, type KafkaOptions } from '@foldmart/adapters-kafka';
import type { SettingValues } from '../settings/read-values.js';
import type { QueueAdapter } from './adapter.js';
import { memberOptions } from './member-options.js';
import { readTlsFiles } from './read-tls-files.js';

/** Kafka as configured by the settings. */
export const kafkaQueue: QueueAdapter = {
  open: ({ values }, dependencies, { isPrompt }) =>
    new KafkaEventBus(
      {
        ...kafkaOptions(values),
        lingerMs: isPrompt ? 0 : values.KAFKA_LINGER_MS,
        minBytes: isPrompt ? 1 : values.CONSUMER_MIN_BYTES,
      },
      dependencies,
    ),
};

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
  const files = readTlsFiles({
    ca: { name: 'KAFKA_SSL_CA_FILE', path: values.KAFKA_SSL_CA_FILE },
    cert: { name: 'KAFKA_SSL_CERT_FILE', path: values.KAFKA_SSL_CERT_FILE },
    key: { name: 'KAFKA_SSL_KEY_FILE', path: values.KAFKA_SSL_KEY_FILE },
  });
  return values.KAFKA_SSL ? files : false;
}

function saslOptions(values: SettingValues): KafkaOptions['sasl'] {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = values;
  if (mechanism === undefined || username === undefined) return undefined;
  return { mechanism, username, password: values.KAFKA_SASL_PASSWORD ?? '' };
}
