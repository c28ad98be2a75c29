import { host, hostOrSocket, secretUrl } from './address-kinds.js';
import { registrySettingDefinitions } from './registry-definitions.js';
import {
  adapterName,
  addresses,
  choice,
  flag,
  optionalAdapterName,
  optionalChoice,
  optionalFlag,
  optionalWhole,
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
    'The queue that carries events. Unset: memory, unless KAFKA_ENABLED is set.',
  ),
  CACHE_TYPE: optionalAdapterName(
    ['memory', 'redis'],
    'Where the cache is kept. Unset: memory, unless REDIS_ENABLED is set.',
  ),
  DB_TYPE: adapterName(
    ['memory', 'postgres', 'local'],
    'memory',
    'Where events are stored; local means postgres.',
  ),
  KAFKA_ENABLED: optionalFlag(
    'Deprecated: true means QUEUE_TYPE=kafka; false, without QUEUE_TYPE, writes to the store without a queue.',
  ),
  REDIS_ENABLED: optionalFlag('Deprecated: true means CACHE_TYPE=redis.'),

  KAFKA_BOOTSTRAP_SERVERS: addresses(
    'localhost:9092,localhost:9093,localhost:9094',
    'Bootstrap brokers.',
  ),
  KAFKA_CLIENT_ID: pattern(
    /^[^\p{Cc}]{1,200}$/u,
    'text of at most 200 characters',
    'foldmart',
    'The client id that brokers see.',
  ),
  KAFKA_COMPRESSION: choice(['none', 'gzip', 'lz4'], 'lz4', 'The compression that producers use.'),
  KAFKA_SSL: flag(false, 'Whether to use TLS.'),
  KAFKA_SSL_CA_FILE: text(undefined, 'CA certificates to trust, as a PEM file.', 'a path'),
  KAFKA_SSL_CERT_FILE: text(
    undefined,
    'The client certificate, as a PEM file, if brokers require one.',
    'a path',
  ),
  KAFKA_SSL_KEY_FILE: text(
    undefined,
    'The private key of KAFKA_SSL_CERT_FILE, as a PEM file that is not encrypted.',
    'a path',
  ),
  KAFKA_SASL_MECHANISM: optionalChoice(
    ['plain', 'scram-sha-256', 'scram-sha-512'],
    'The SASL mechanism.',
  ),
  KAFKA_SASL_USERNAME: text(undefined, 'The user to authenticate as.'),
  KAFKA_SASL_PASSWORD: secret('The password of KAFKA_SASL_USERNAME.'),
  KAFKA_LINGER_MS: whole(
    { min: 0, max: 10_000 },
    10,
    'How long a message may wait for others to join its batch.',
  ),
  KAFKA_BATCH_SIZE: whole(
    { min: 1, max: 16_777_216 },
    16_384,
    'The size at which a batch is sent, in bytes.',
  ),
  TOPIC_PARTITIONS: whole({ min: 1, max: 1_000 }, 3, 'Partitions of topics that Foldmart creates.'),
  TOPIC_REPLICATION_FACTOR: whole(
    { min: 1, max: 15 },
    3,
    'Replicas of topics that Foldmart creates.',
  ),
  TOPIC_MIN_INSYNC_REPLICAS: whole(
    { min: 1, max: 15 },
    2,
    'Replicas that must acknowledge a message.',
  ),
  TOPIC_PREFIX: pattern(
    /^[A-Za-z0-9._-]{0,100}$/,
    'at most 100 letters, digits, ., _ and -',
    '',
    'A prefix of the topics and groups of the domain. Domains that share a queue need different prefixes.',
  ),

  REDIS_URL: secretUrl(
    {
      schemes: ['redis', 'rediss'],
      path: /^(\/\d{0,5})?$/,
      expected: 'redis://user:password@host:port/number, or the same with rediss:// for TLS',
    },
    'A redis:// or rediss:// address; replaces the other REDIS_ settings.',
  ),
  REDIS_HOST: host('localhost', 'The host of Redis.'),
  REDIS_PORT: whole(port, 6_379, 'The port of Redis.'),
  REDIS_USERNAME: text(undefined, 'The ACL user.'),
  REDIS_PASSWORD: secret('The password of REDIS_USERNAME.'),
  REDIS_TLS: flag(false, 'Whether to use TLS.'),
  REDIS_TLS_CA_FILE: text(undefined, 'CA certificates to trust, as a PEM file.', 'a path'),
  REDIS_TLS_CERT_FILE: text(
    undefined,
    'The client certificate, as a PEM file, if the server requires one.',
    'a path',
  ),
  REDIS_TLS_KEY_FILE: text(
    undefined,
    'The private key of REDIS_TLS_CERT_FILE, as a PEM file that is not encrypted.',
    'a path',
  ),

  DATABASE_URL: secretUrl(
    {
      schemes: ['postgres', 'postgresql'],
      path: /^(\/[^/]{0,189})?$/,
      sslModes: ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'],
      expected: 'postgres://user:password@host:port/database, with ?sslmode= as libpq knows it',
    },
    'A postgres:// address; replaces the other POSTGRES_ settings.',
  ),
  POSTGRES_HOST: hostOrSocket('localhost', 'The host of Postgres.'),
  POSTGRES_PORT: whole(port, 5_432, 'The port of Postgres.'),
  POSTGRES_USER: text('postgres', 'The role to connect as.'),
  POSTGRES_PASSWORD: secret('The password of the role.'),
  POSTGRES_DB: pattern(
    /^[a-zA-Z_][a-zA-Z0-9_-]{0,62}$/,
    'a database name of letters, digits, _ and -',
    'foldmart',
    'The database; created at first use if the role is allowed to.',
  ),
  POSTGRES_SCHEMA: pattern(
    /^[a-z_][a-z0-9_]{0,62}$/,
    'a schema name of lower-case letters, digits and _',
    'public',
    'The schema of all tables. Domains that share a database need different schemas.',
  ),
  POSTGRES_SSL: choice(
    ['disable', 'require', 'verify-full'],
    'disable',
    'Whether to use TLS, and whether to verify the server.',
  ),
  POSTGRES_SSL_CA_FILE: text(undefined, 'CA certificates to trust, as a PEM file.', 'a path'),
  POSTGRES_SSL_CERT_FILE: text(
    undefined,
    'The client certificate, as a PEM file, if the server requires one.',
    'a path',
  ),
  POSTGRES_SSL_KEY_FILE: text(
    undefined,
    'The private key of POSTGRES_SSL_CERT_FILE, as a PEM file that is not encrypted.',
    'a path',
  ),
  POSTGRES_POOL_SIZE: whole(
    { min: 1, max: 500 },
    10,
    'The maximum number of connections of a process; one that follows the log has one more, to listen.',
  ),
  POSTGRES_NOTIFY_INTERVAL: whole(
    { min: 0, max: 60_000 },
    10,
    'Milliseconds between two notices to followers in other processes that there are new events; 0 switches them off, and followers poll.',
  ),
  LEADER_LEASE: seconds(
    { min: 1, max: 3_600 },
    10,
    'A leader that does not renew its lease for this long is replaced. Projections, subscriptions and the outbox have leaders.',
  ),
  PROGRESS_TIMEOUT: seconds(
    { min: 0, max: 86_400 },
    120,
    'A role whose work in hand does not move for this long is restarted, and ends the process the second time; 0 switches this off.',
  ),

  CACHE_PREFIX: pattern(
    /^[A-Za-z0-9._-]{0,100}$/,
    'at most 100 letters, digits, ., _ and -',
    '',
    'Stands before the names of cached kinds. Domains that share a cache need a prefix each.',
  ),
  CACHE_STRATEGY: choice(['aging', 'stratified'], 'aging', 'How the cache worker selects rows.'),
  CACHE_REFRESH_INTERVAL: seconds({ min: 0.1, max: 86_400 }, 50, 'Time between two refreshes.'),
  CACHE_BATCH_SIZE: whole(
    { ...rows, min: 2 },
    1_000,
    'The number of cached entities of each kind.',
  ),
  CACHE_NEW_DATA_RATIO: ratio(0.5, 'Aging: the share of rows that were never cached before.'),

  CONSUMER_BATCH_SIZE: whole(
    { min: 1, max: 10_000 },
    500,
    'The maximum number of messages in a batch.',
  ),
  CONSUMER_MIN_BYTES: whole(
    { min: 1, max: 10_485_760 },
    1_024,
    'The number of bytes that a fetch waits for.',
  ),
  CONSUMER_MAX_WAIT_MS: whole(
    { min: 1, max: 60_000 },
    500,
    'How long a fetch waits for that many bytes.',
  ),
  CONSUMER_SESSION_TIMEOUT: seconds(
    { min: 1, max: 3_600 },
    30,
    'A member that sends no heartbeat for this long loses its partitions.',
  ),
  CONSUMER_HEARTBEAT_INTERVAL: seconds({ min: 0.1, max: 600 }, 10, 'Time between two heartbeats.'),

  DASHBOARD: flag(true, 'Whether foldmart start serves the live page if everything is in memory.'),
  DASHBOARD_HOST: host('127.0.0.1', 'The address that the live page listens on.'),
  DASHBOARD_PORT: whole(
    { min: 0, max: 65_535 },
    4_400,
    'The port of the live page; 0 selects a free one. If it is taken, a free one is used.',
  ),
  DASHBOARD_ALLOWED_HOSTS: pattern(
    /^[A-Za-z0-9._:[\]-]+(,[A-Za-z0-9._:[\]-]+)*$/,
    'host names separated by commas',
    undefined,
    'Names under which a proxy on this machine asks for the live page, besides localhost.',
  ),
  DASHBOARD_TOKEN: {
    ...pattern(
      /^[\x21-\x7e]{16,}$/,
      'at least 16 visible ASCII characters',
      undefined,
      'The token that allows changes on the live page. Unset: the page only shows.',
    ),
    isSecret: true,
  },

  WIRE_TIME_OFFSET: pattern(
    /^(Z|[+-]\d{2}:\d{2})$/,
    'Z, or an offset such as +09:00',
    'Z',
    'The offset of times without a zone.',
  ),

  ...registrySettingDefinitions,

  LOG_LEVEL: choice(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'warn',
    'The level of log lines on stderr.',
  ),
  LOG_FORMAT: optionalChoice(
    ['text', 'json'],
    'The form of log lines on stderr. Unset: text on a terminal, else JSON.',
  ),
  LOG_FILE: text(
    undefined,
    'A file to which log lines and progress are appended as JSON, besides stderr. SIGHUP opens it again.',
    'a path',
  ),

  METRICS: optionalFlag('Whether to collect metrics. Unset: if METRICS_PORT is set.'),
  METRICS_PORT: optionalWhole(
    { min: 0, max: 65_535 },
    'The port on which long-running commands and roles serve GET /metrics for Prometheus; 0 selects a free one. Unset: none.',
  ),
  METRICS_HOST: host('127.0.0.1', 'The address that METRICS_PORT listens on.'),
  TRACING: choice(
    ['auto', 'on', 'off'],
    'auto',
    'Whether to record traces by the OpenTelemetry SDK that the process has registered; auto: if there is one.',
  ),
};

/** The name of a setting of the library. */
export type SettingName = keyof typeof settingDefinitions;
