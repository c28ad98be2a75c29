import {
  adapterName,
  addresses,
  choice,
  flag,
  optionalAdapterName,
  optionalChoice,
  optionalFlag,
  pattern,
  ratio,
  seconds,
  secret,
  text,
  whole,
} from './setting.js';

const port = { min: 1, max: 65_535 };
const rows = { min: 1, max: 1_000_000 };

/** The settings of the library, by their names in the environment. A domain may add its own. */
export const settingDefinitions = {
  QUEUE_TYPE: optionalAdapterName(
    ['memory', 'redis', 'kafka'],
    'Which queue carries events. Unset: memory, or what KAFKA_ENABLED says.',
  ),
  CACHE_TYPE: optionalAdapterName(
    ['memory', 'redis'],
    'Where the cache lives. Unset: memory, or what REDIS_ENABLED says.',
  ),
  DB_TYPE: adapterName(
    ['memory', 'postgres', 'local'],
    'memory',
    'Where events are kept; local is postgres.',
  ),
  KAFKA_ENABLED: optionalFlag(
    'Older name: true is QUEUE_TYPE=kafka; false, with no QUEUE_TYPE, writes to the store without a queue.',
  ),
  REDIS_ENABLED: optionalFlag('Older name: true is CACHE_TYPE=redis.'),

  KAFKA_BOOTSTRAP_SERVERS: addresses(
    'localhost:9092,localhost:9093,localhost:9094',
    'Brokers to begin with.',
  ),
  KAFKA_CLIENT_ID: text('foldmart', 'The name that brokers see.'),
  KAFKA_COMPRESSION: choice(['none', 'gzip', 'lz4'], 'lz4', 'How producers compress.'),
  KAFKA_SSL: flag(false, 'Whether to use TLS.'),
  KAFKA_SSL_CA_FILE: text(undefined, 'CA certificates to trust, a PEM file.', 'a path'),
  KAFKA_SASL_MECHANISM: optionalChoice(
    ['plain', 'scram-sha-256', 'scram-sha-512'],
    'How to authenticate.',
  ),
  KAFKA_SASL_USERNAME: text(undefined, 'Who to authenticate as.'),
  KAFKA_SASL_PASSWORD: secret('The password of that user.'),
  KAFKA_LINGER_MS: whole({ min: 0, max: 10_000 }, 10, 'How long a message may wait for others.'),
  KAFKA_BATCH_SIZE: whole({ min: 1, max: 16_777_216 }, 16_384, 'Bytes a batch is filled to.'),
  TOPIC_PREFIX: pattern(
    /^[A-Za-z0-9._-]{0,100}$/,
    'at most 100 letters, digits, ., _ and -',
    '',
    'Stands before the names of topics and groups. Domains that share a queue need a prefix each.',
  ),
  TOPIC_PARTITIONS: whole({ min: 1, max: 1_000 }, 3, 'Partitions of a topic that is created.'),
  TOPIC_REPLICATION_FACTOR: whole({ min: 1, max: 15 }, 3, 'Replicas of a topic that is created.'),
  TOPIC_MIN_INSYNC_REPLICAS: whole({ min: 1, max: 15 }, 2, 'Replicas that must have a message.'),

  REDIS_URL: secret('redis:// or rediss:// address; instead of the other REDIS_ settings.'),
  REDIS_HOST: text('localhost', 'Host of Redis.', 'a host name'),
  REDIS_PORT: whole(port, 6_379, 'Port of Redis.'),
  REDIS_USERNAME: text(undefined, 'ACL user.'),
  REDIS_PASSWORD: secret('The password of that user.'),
  REDIS_TLS: flag(false, 'Whether to use TLS.'),
  REDIS_TLS_CA_FILE: text(undefined, 'CA certificates to trust, a PEM file.', 'a path'),

  DATABASE_URL: secret('postgres:// address; instead of the other POSTGRES_ settings.'),
  POSTGRES_HOST: text('localhost', 'Host of Postgres.', 'a host name'),
  POSTGRES_PORT: whole(port, 5_432, 'Port of Postgres.'),
  POSTGRES_USER: text('postgres', 'Role to connect as.'),
  POSTGRES_PASSWORD: secret('The password of that role.'),
  POSTGRES_DB: pattern(
    /^[a-zA-Z_][a-zA-Z0-9_-]{0,62}$/,
    'a database name of letters, digits, _ and -',
    'foldmart',
    'The database; created at first use if the role may.',
  ),
  POSTGRES_SCHEMA: pattern(
    /^[a-z_][a-z0-9_]{0,62}$/,
    'a schema name of lower-case letters, digits and _',
    'public',
    'The schema of all tables. Domains that share a database need a schema each.',
  ),
  POSTGRES_SSL: choice(
    ['disable', 'require', 'verify-full'],
    'disable',
    'Whether to use TLS, and to check who answers.',
  ),
  POSTGRES_SSL_CA_FILE: text(undefined, 'CA certificates to trust, a PEM file.', 'a path'),
  POSTGRES_POOL_SIZE: whole({ min: 1, max: 500 }, 10, 'Connections a process opens at most.'),

  CACHE_STRATEGY: choice(['aging', 'stratified'], 'aging', 'How the cache worker chooses rows.'),
  CACHE_REFRESH_INTERVAL: seconds({ min: 0.1, max: 86_400 }, 50, 'Time between refreshes.'),
  CACHE_BATCH_SIZE: whole({ ...rows, min: 2 }, 1_000, 'Entities of each kind that are cached.'),
  CACHE_NEW_DATA_RATIO: ratio(0.5, 'Aging: the share of rows that were never cached.'),

  CONSUMER_BATCH_SIZE: whole({ min: 1, max: 10_000 }, 500, 'Messages a batch holds at most.'),
  CONSUMER_MIN_BYTES: whole({ min: 1, max: 10_485_760 }, 1_024, 'Bytes a fetch waits for.'),
  CONSUMER_MAX_WAIT_MS: whole({ min: 1, max: 60_000 }, 500, 'How long a fetch waits for them.'),
  CONSUMER_SESSION_TIMEOUT: seconds(
    { min: 1, max: 3_600 },
    30,
    'After this a silent member is gone.',
  ),
  CONSUMER_HEARTBEAT_INTERVAL: seconds({ min: 0.1, max: 600 }, 10, 'Time between signs of life.'),

  WIRE_TIME_OFFSET: pattern(
    /^(Z|[+-]\d{2}:\d{2})$/,
    'Z, or an offset such as +09:00',
    'Z',
    'What times without a zone are relative to.',
  ),
  LOG_LEVEL: choice(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'warn',
    'What is logged to stderr.',
  ),
};

/** The name of a setting of the library. */
export type SettingName = keyof typeof settingDefinitions;
