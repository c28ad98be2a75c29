import {
  decodeAlterConfigs,
  encodeAlterConfigs,
  INCREMENTAL_ALTER_CONFIGS,
} from '../../wire/alter-configs.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import type { AlteringClient } from '../kafka-client.js';
import type { KafkaJsBroker } from './cluster.js';
import { exchange } from './exchange.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';

const TOPIC_RESOURCE = 2;

/** The requests that change topics. */
export function alteringWith(connection: KafkaJsConnection, timeoutMs: number): AlteringClient {
  return {
    alterConfigs: async (topic, configs) => {
      const request = encodeAlterConfigs(topic, configs);
      const error = await connection.ask(await connection.anyBroker(), (broker) =>
        exchange(broker, INCREMENTAL_ALTER_CONFIGS, request, decodeAlterConfigs),
      );
      if (error === undefined) return;
      throw new ProtocolError(error.code, `alter ${topic}`, error.text ?? '');
    },
    createPartitions: async (topic, total) => {
      await connection.ask(await connection.anyBroker(), (broker) =>
        broker.createPartitions({
          topicPartitions: [{ topic, count: total }],
          timeout: timeoutMs,
        }),
      );
    },
    isAltered: async (topic, { partitions, configs }) => {
      const brokers = await connection.allBrokers();
      const answers = await Promise.all(
        brokers.map(
          async (broker) =>
            (await hasPartitions(broker, topic, partitions)) &&
            (await hasConfigs(broker, topic, configs)),
        ),
      );
      return answers.every(Boolean);
    },
  };
}

async function hasPartitions(
  broker: KafkaJsBroker,
  topic: string,
  wanted: number,
): Promise<boolean> {
  const { topicMetadata } = await broker.metadata([topic]);
  const partitions = topicMetadata.flatMap(({ partitionMetadata }) => partitionMetadata);
  return partitions.length >= wanted && partitions.every(({ leader }) => leader >= 0);
}

async function hasConfigs(
  broker: KafkaJsBroker,
  name: string,
  wanted: Readonly<Record<string, string>>,
): Promise<boolean> {
  const configNames = Object.keys(wanted);
  if (configNames.length === 0) return true;
  const { resources } = await broker.describeConfigs({
    resources: [{ type: TOPIC_RESOURCE, name, configNames }],
  });
  const entries = resources.flatMap(({ configEntries }) => configEntries);
  return configNames.every((config) =>
    entries.some((entry) => entry.configName === config && entry.configValue === wanted[config]),
  );
}
