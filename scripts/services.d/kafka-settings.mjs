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
  // A production broker waits three seconds for more members before it assigns partitions the
  // first time; a test with one member would only sit through it.
  'group.initial.rebalance.delay.ms': 0,
  // Tests of crashed members must not wait out the six seconds that are otherwise the least.
  'group.min.session.timeout.ms': 1_000,
};

// Three brokers share a small machine with what is being tested.
const FOOTPRINT = {
  'num.network.threads': 2,
  'num.io.threads': 4,
  'background.threads': 2,
  'group.coordinator.threads': 1,
  'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
};

/** What every broker is told alike, natively and in a container. */
export const BROKER_SETTINGS = { ...INTERNAL_TOPICS, ...TOPICS, ...GROUPS, ...FOOTPRINT };

// Any 16 bytes in URL-safe base64 will do, as long as the three brokers have the same.
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

/** The broker's `server.properties`: one node of three, each broker and controller at once. */
export const serverProperties = (instance, node, dataFolder) =>
  toProperties({ ...nodeSettings(instance, node, dataFolder), ...BROKER_SETTINGS });
