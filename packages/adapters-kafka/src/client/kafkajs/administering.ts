import type { AdminClient, NewTopic, TopicState } from '../kafka-client.js';
import { kafkaErrorType } from '../../classify-error.js';
import type { KafkaJsBroker } from './cluster.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';

const TOPIC_RESOURCE = 2;

/** The requests for topics and group states. */
export function administeringWith(connection: KafkaJsConnection, timeoutMs: number): AdminClient {
  const askAny = async <Answer>(request: (broker: KafkaJsBroker) => Promise<Answer>) =>
    connection.ask(await connection.anyBroker(), request);

  return {
    createTopics: async (topics) => {
      await askAny((broker) =>
        broker.createTopics({ topics: topics.map(toTopicRequest), timeout: timeoutMs }),
      );
    },
    deleteTopic: async (name) => {
      await askAny((broker) => broker.deleteTopics({ topics: [name], timeout: timeoutMs }));
    },
    deleteGroup: async (name) => {
      const { results } = await connection.ask(await connection.coordinator(name), (broker) =>
        broker.deleteGroups([name]),
      );
      const error = results.find(({ error }) => error !== undefined)?.error;
      if (error !== undefined) throw error;
    },
    topicNames: async () => {
      const { topicMetadata } = await askAny((broker) => broker.metadata([]));
      return topicMetadata.map(({ topic }) => topic);
    },
    describeTopics: async (names, configs) => {
      const found = await Promise.all(
        names.map(async (name) => {
          const id = await connection.topicId(name);
          return id === undefined
            ? undefined
            : askAny((broker) => describe(broker, { name, id }, configs));
        }),
      );
      return found.filter((state) => state !== undefined);
    },
    isSettled: async (topic, state) => {
      const brokers = await connection.allBrokers();
      const answers = await Promise.all(brokers.map((broker) => seenBy(broker, topic)));
      return answers.every((answer) => answer === state);
    },
    groupState: async (group) => {
      const answer = (await connection.ask(await connection.coordinator(group), (broker) =>
        broker.describeGroups({ groupIds: [group] }),
      )) as { groups: readonly { state: string }[] };
      return answer.groups[0]?.state ?? 'Dead';
    },
  };
}

function toTopicRequest({ name, partitions, replicationFactor, configs }: NewTopic) {
  return {
    topic: name,
    numPartitions: partitions,
    replicationFactor,
    configEntries: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  };
}

async function describe(
  broker: KafkaJsBroker,
  { name, id }: { readonly name: string; readonly id: string },
  configNames: readonly string[],
): Promise<TopicState | undefined> {
  try {
    const { topicMetadata } = await broker.metadata([name]);
    const partitions = topicMetadata[0]?.partitionMetadata ?? [];
    const { resources } = await broker.describeConfigs({
      resources: [{ type: TOPIC_RESOURCE, name, configNames }],
    });
    const entries = resources.flatMap(({ configEntries }) => configEntries);
    return {
      name,
      id,
      partitions: partitions.length,
      replicationFactor: partitions[0]?.replicas.length ?? 0,
      configs: new Map(entries.map((entry) => [entry.configName, entry.configValue ?? ''])),
    };
  } catch (error) {
    if (kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') return undefined;
    throw error;
  }
}

async function seenBy(
  broker: KafkaJsBroker,
  topic: string,
): Promise<'created' | 'deleted' | 'changing'> {
  try {
    const { topicMetadata } = await broker.metadata([topic]);
    const partitions = topicMetadata.flatMap(({ partitionMetadata }) => partitionMetadata);
    const isWhole = partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
    return isWhole ? 'created' : 'changing';
  } catch (error) {
    const type = kafkaErrorType(error);
    if (type === 'UNKNOWN_TOPIC_OR_PARTITION') return 'deleted';
    if (type === 'LEADER_NOT_AVAILABLE') return 'changing';
    throw error;
  }
}
