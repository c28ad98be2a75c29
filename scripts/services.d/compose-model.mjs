import { HOST, POSTGRES } from './connection.mjs';
import { KAFKA_NODES } from './instance.mjs';
import { BROKER_SETTINGS, CLUSTER_ID } from './kafka-settings.mjs';
import { INITDB_OPTIONS, POSTGRES_SETTINGS } from './postgres.mjs';
import { REDIS_SETTINGS } from './redis.mjs';

const KAFKA_DATA = '/var/lib/kafka/data';
const SHUTDOWN_GRACE = '20s';

export const projectName = ({ number }) => `foldmart-services-${number}`;

const publish = (port, target) => [`${HOST}:${port}:${target}`];

// The image converts KAFKA_NUM_IO_THREADS to num.io.threads.
const toEnvironment = (settings) =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `KAFKA_${name.toUpperCase().replaceAll('.', '_')}`,
      String(value),
    ]),
  );

// Brokers reach each other by container name, clients by the ports of this machine.
const listenerSettings = (node, port) => ({
  'process.roles': 'broker,controller',
  'node.id': node,
  'controller.quorum.voters': KAFKA_NODES.map((voter) => `${voter}@kafka${voter}:9093`).join(','),
  listeners: 'CLIENT://:9092,BROKER://:19092,CONTROLLER://:9093',
  'advertised.listeners': `CLIENT://${HOST}:${port},BROKER://kafka${node}:19092`,
  'listener.security.protocol.map': 'CLIENT:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'BROKER',
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': KAFKA_DATA,
});

const kafkaContainer = (node, port, version) => ({
  image: `apache/kafka:${version}`,
  hostname: `kafka${node}`,
  ports: publish(port, 9092),
  environment: {
    CLUSTER_ID,
    KAFKA_HEAP_OPTS: '-Xms512m -Xmx512m',
    ...toEnvironment({ ...listenerSettings(node, port), ...BROKER_SETTINGS }),
  },
  volumes: [`kafka${node}:${KAFKA_DATA}`],
  stop_grace_period: SHUTDOWN_GRACE,
});

const redisContainer = (port) => ({
  image: 'redis:7',
  command: [
    'redis-server',
    ...Object.entries(REDIS_SETTINGS).flatMap(([name, value]) => [`--${name}`, value]),
  ],
  ports: publish(port, 6379),
  volumes: ['redis:/data'],
  stop_grace_period: SHUTDOWN_GRACE,
});

const postgresContainer = (port) => ({
  image: 'postgres:15',
  command: [
    'postgres',
    ...Object.entries(POSTGRES_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ],
  environment: {
    POSTGRES_USER: POSTGRES.user,
    POSTGRES_PASSWORD: POSTGRES.password,
    POSTGRES_DB: POSTGRES.database,
    POSTGRES_INITDB_ARGS: INITDB_OPTIONS.join(' '),
  },
  ports: publish(port, 5432),
  // Parallel queries share memory there, and a container has only 64 MB of it.
  shm_size: '256mb',
  volumes: ['postgres:/var/lib/postgresql/data'],
  stop_grace_period: SHUTDOWN_GRACE,
});

/** The compose file of an instance: the same five services, ports and settings as natively. */
export const composeModel = (instance, kafkaVersion) => {
  const { ports } = instance;
  const brokers = KAFKA_NODES.map((node) => `kafka${node}`);
  return {
    name: projectName(instance),
    services: {
      ...Object.fromEntries(
        KAFKA_NODES.map((node) => [
          `kafka${node}`,
          kafkaContainer(node, ports[`kafka${node}`], kafkaVersion),
        ]),
      ),
      redis: redisContainer(ports.redis),
      postgres: postgresContainer(ports.postgres),
    },
    volumes: Object.fromEntries([...brokers, 'redis', 'postgres'].map((name) => [name, {}])),
  };
};
