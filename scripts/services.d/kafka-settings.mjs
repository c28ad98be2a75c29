import { HOST } from './connection.mjs';
import { KAFKA_NODES } from './instance.mjs';

const INTERNAL_TOPICS = {
  'offsets.topic.replication.factor': 3,
  'offsets.topic.num.partitions': 12,
  'transaction.state.log.replication.factor': 3,
  'transaction.state.log.min.isr': 2,
  'transaction.state.log.num.partitions': 6,
};

const TOPICS = {
  'default.replication.factor': 3,
  'min.insync.replicas': 2,
  'auto.create.topics.enable': false,
  'delete.topic.enable': true,
};

const GROUPS = {
  // A production broker waits three seconds for more members before the first assignment of
  // partitions. A test with one member does not need to wait.
  'group.initial.rebalance.delay.ms': 0,
  // Tests of crashed members need sessions shorter than the default minimum of six seconds.
  'group.min.session.timeout.ms': 1_000,
};

// Three brokers share a small machine with the tests.
const FOOTPRINT = {
  'num.network.threads': 2,
  'num.io.threads': 4,
  'background.threads': 2,
  'group.coordinator.threads': 1,
  'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
};

/** Settings that are equal for all brokers, natively and in containers. */
export const BROKER_SETTINGS = { ...INTERNAL_TOPICS, ...TOPICS, ...GROUPS, ...FOOTPRINT };

// Any 16 bytes in URL-safe base64, as long as all three brokers use the same.
export const CLUSTER_ID = 'Zm9sZG1hcnQtc2VydmljZQ';

const nodeSettings = ({ ports }, node, dataFolder) => ({
  'process.roles': 'broker,controller',
  'node.id': node,
  'controller.quorum.voters': KAFKA_NODES.map(
    (voter) => `${voter}@${HOST}:${ports.controllers[voter - 1]}`,
  ).join(','),
  listeners: `CLIENT://${HOST}:${ports[`kafka${node}`]},CONTROLLER://${HOST}:${ports.controllers[node - 1]}`,
  'advertised.listeners': `CLIENT://${HOST}:${ports[`kafka${node}`]}`,
  'listener.security.protocol.map': 'CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'CLIENT',
  'controller.listener.names': 'CONTROLLER',
  'log.dirs': dataFolder,
});

const toProperties = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');

/** The broker's `server.properties`: one of three nodes, each both broker and controller. */
export const serverProperties = (instance, node, dataFolder) =>
  toProperties({ ...nodeSettings(instance, node, dataFolder), ...BROKER_SETTINGS });
