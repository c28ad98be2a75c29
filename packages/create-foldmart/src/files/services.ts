import type { Answers } from '../answers.js';

type Choice = Pick<Answers, 'queue' | 'database'>;

/** Whether the project needs a service at all. */
export function hasServices({ queue, database }: Choice): boolean {
  return queue !== 'memory' || database !== 'memory';
}

/** The compose.yaml of the chosen services. Their ports are published to this machine only. */
export function composeFile(app: string, choice: Choice): string {
  const { queue, database } = choice;
  const services = [
    ...(database === 'postgres' ? [postgresService(databaseName(app))] : []),
    ...(queue === 'redis' ? [redisService] : []),
    ...(queue === 'kafka' ? [kafkaService] : []),
  ];
  const volumes = [
    ...(database === 'postgres' ? ['  postgres:'] : []),
    ...(queue === 'redis' ? ['  redis:'] : []),
    ...(queue === 'kafka' ? ['  kafka:'] : []),
  ];
  return `name: ${app}\nservices:\n${services.join('\n')}\nvolumes:\n${volumes.join('\n')}\n`;
}

/** The .env.example of the chosen services: the settings that fit compose.yaml. */
export function envExample(app: string, { queue, database }: Choice): string {
  const lines = [
    '# Copy this file to .env. `npx foldmart settings` lists every setting with its values.',
    `QUEUE_TYPE=${queue}`,
    `DB_TYPE=${database}`,
    ...(database === 'postgres'
      ? [`DATABASE_URL=postgres://postgres:postgres@127.0.0.1:5432/${databaseName(app)}`]
      : []),
    ...(queue === 'redis' ? ['REDIS_URL=redis://127.0.0.1:6379'] : []),
    ...(queue === 'kafka' ? kafkaSettings : []),
  ];
  return `${lines.join('\n')}\n`;
}

const kafkaSettings = [
  'KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092',
  '# compose.yaml starts one broker. In production: 3 replicas, of which 2 must acknowledge.',
  'TOPIC_REPLICATION_FACTOR=1',
  'TOPIC_MIN_INSYNC_REPLICAS=1',
];

function databaseName(app: string): string {
  return app.replaceAll('-', '_');
}

const postgresService = (database: string): string => `\
  postgres:
    image: postgres:15
    environment:
      POSTGRES_PASSWORD: postgres
      POSTGRES_DB: ${database}
    ports: ['127.0.0.1:5432:5432']
    volumes: ['postgres:/var/lib/postgresql/data']
    healthcheck:
      test: [CMD, pg_isready, --quiet, --host=127.0.0.1, --username=postgres]
      interval: 2s
      retries: 30
`;

/** Redis loses no acknowledged message, and refuses new ones instead of evicting old ones. */
const redisService = `\
  redis:
    image: redis:7
    command: [redis-server, --appendonly, 'yes', --appendfsync, always, --maxmemory-policy, noeviction]
    ports: ['127.0.0.1:6379:6379']
    volumes: ['redis:/data']
    healthcheck:
      test: [CMD, redis-cli, ping]
      interval: 2s
      retries: 30
`;

const kafkaService = `\
  kafka:
    image: apache/kafka:4.1.1
    environment:
      KAFKA_NODE_ID: 1
      KAFKA_PROCESS_ROLES: broker,controller
      KAFKA_CONTROLLER_QUORUM_VOTERS: 1@127.0.0.1:9093
      KAFKA_CONTROLLER_LISTENER_NAMES: CONTROLLER
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
      KAFKA_INTER_BROKER_LISTENER_NAME: CLIENT
      KAFKA_LISTENERS: CLIENT://:9092,CONTROLLER://:9093
      KAFKA_ADVERTISED_LISTENERS: CLIENT://127.0.0.1:9092
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false'
      KAFKA_LOG_DIRS: /var/lib/kafka/data
    ports: ['127.0.0.1:9092:9092']
    volumes: ['kafka:/var/lib/kafka/data']
    healthcheck: # The broker opens this port once it has started.
      test: [CMD, bash, -c, '</dev/tcp/127.0.0.1/9092']
      interval: 2s
      retries: 30
`;
