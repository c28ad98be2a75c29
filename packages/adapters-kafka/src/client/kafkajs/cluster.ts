import type { Broker, Cluster, Kafka } from 'kafkajs';
import type { ConnectionPoolBuilder } from './kafkajs-internals.js';

/**
 * kafkajs's broker, with the requests that its types omit. They are plain protocol requests. The parts of kafkajs
 * that batch, retry and run consumers are built on them and are not used here.
 */
export type KafkaJsBroker = Broker & {
  readonly connectionPool: {
    readonly host: string;
    readonly port: number;
    /** Sends any request, on the connection for its kind. */
    send<Answer>(exchange: ProtocolExchange<Answer>): Promise<Answer>;
  };
  /** By API key, the versions that the broker supports. Known once it is connected. */
  readonly versions: Readonly<Record<number, { readonly maxVersion: number }>> | null;
  initProducerId(request: {
    transactionTimeout: number;
  }): Promise<{ producerId: unknown; producerEpoch: number }>;
  listOffsets(request: {
    isolationLevel: number;
    topics: readonly {
      topic: string;
      partitions: readonly { partition: number; timestamp: number }[];
    }[];
  }): Promise<{
    responses: readonly { partitions: readonly { partition: number; offset: unknown }[] }[];
  }>;
  createTopics(request: {
    topics: readonly {
      topic: string;
      numPartitions: number;
      replicationFactor: number;
      configEntries: readonly { name: string; value: string }[];
    }[];
    timeout: number;
  }): Promise<void>;
  createPartitions(request: {
    topicPartitions: readonly { topic: string; count: number }[];
    timeout: number;
  }): Promise<void>;
  listGroups(): Promise<unknown>;
  deleteGroups(
    groups: readonly string[],
  ): Promise<{ results: readonly { groupId: string; error?: Error }[] }>;
  deleteTopics(request: { topics: readonly string[]; timeout: number }): Promise<void>;
  describeConfigs(request: {
    resources: readonly { type: number; name: string; configNames: readonly string[] }[];
  }): Promise<{
    resources: readonly {
      resourceName: string;
      configEntries: readonly { configName: string; configValue: string | null }[];
    }[];
  }>;
};

/** A request as kafkajs's connections accept it, and the decoder of its response. */
type ProtocolExchange<Answer> = {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    /** Resolves with an object that looks like kafkajs's encoder: `buf` identifies it as one, `buffer` is sent. */
    encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
  };
  readonly response: {
    decode(payload: Buffer): Promise<Buffer>;
    parse(payload: Buffer): Promise<Answer>;
  };
  readonly requestTimeout?: number;
};

/** kafkajs's cluster, with what its types omit. */
export type KafkaJsCluster = Cluster & {
  /** The topics whose metadata is cached. */
  targetTopics: Set<string>;
  readonly connectionPoolBuilder: ConnectionPoolBuilder;
};

/**
 * The cluster object of a kafkajs client: connections, API versions, authentication and metadata. kafkajs passes it
 * to the partition assigners of a consumer, so a consumer is created for it and never run.
 */
export function openCluster(kafka: Kafka, metadataMaxAgeMs: number): KafkaJsCluster {
  const found: Cluster[] = [];
  kafka.consumer({
    groupId: 'not joined',
    allowAutoTopicCreation: false,
    metadataMaxAge: metadataMaxAgeMs,
    partitionAssigners: [
      ({ cluster }) => {
        found.push(cluster);
        return { name: 'none', version: 0, assign: () => Promise.resolve([]), protocol };
      },
    ],
  });
  const [cluster] = found;
  if (cluster === undefined) throw new Error('kafkajs passed no cluster to its partition assigner');
  return cluster as KafkaJsCluster;
}

const protocol = () => ({ name: 'none', metadata: Buffer.alloc(0) });
