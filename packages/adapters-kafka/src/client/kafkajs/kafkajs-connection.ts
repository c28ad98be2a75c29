import { settlesWithin, type Clock, type Logger } from '@foldmart/core';
import kafkajs from 'kafkajs';
import { kafkaErrorType } from '../../classify-error.js';
import type { KafkaSettings } from '../../options.js';
import type { MetadataClient, PartitionLeaders } from '../kafka-client.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import {
  decodeMetadataAnswer,
  encodeMetadataRequest,
  METADATA,
} from '../../wire/topic-metadata.js';
import { exchange, supports } from './exchange.js';
import { openCluster, type KafkaJsBroker, type KafkaJsCluster } from './cluster.js';
import { forwardLog } from './logging.js';
import { useConnectionsOnce } from './single-use-connections.js';
import { ClientSockets } from './sockets.js';

const DISCONNECT_MS = 1_000;
const UNKNOWN_TOPIC = 3;

/** Connections to the brokers of a cluster, each opened when first needed, and cached metadata. */
export class KafkaJsConnection implements MetadataClient {
  readonly #sockets = new ClientSockets();
  readonly #clock: Clock;
  readonly #cluster: KafkaJsCluster;
  readonly #coordinators = new Map<string, number>();
  #turn = 0;

  constructor(
    settings: KafkaSettings,
    { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#clock = clock;
    const kafka = new kafkajs.Kafka({
      ...configOf(settings),
      socketFactory: this.#sockets.factory,
      logLevel: kafkajs.logLevel.WARN,
      logCreator: forwardLog(logger),
    });
    this.#cluster = openCluster(kafka, settings.metadataMaxAgeMs);
    useConnectionsOnce(this.#cluster.connectionPoolBuilder, clock);
  }

  async connect(): Promise<void> {
    await this.#watch(() => this.#cluster.connect());
  }

  async disconnect(): Promise<void> {
    await settlesWithin(this.#clock, DISCONNECT_MS, this.#cluster.disconnect());
    this.#sockets.sever();
  }

  sever(): void {
    this.#sockets.sever();
  }

  async leaders(topic: string): Promise<PartitionLeaders> {
    await this.connect();
    if (this.#cluster.targetTopics.has(topic)) {
      await this.#withoutUnknownTopics(() => this.#cluster.refreshMetadataIfNecessary());
    }
    await this.#withoutUnknownTopics(() => this.#cluster.addTargetTopic(topic));
    const partitions = this.#cluster.findTopicPartitionMetadata(topic);
    return new Map(partitions.map(({ partitionId, leader }) => [partitionId, leader]));
  }

  async refreshMetadata(): Promise<void> {
    this.#coordinators.clear();
    await this.connect();
    await this.#withoutUnknownTopics(() => this.#cluster.refreshMetadata());
  }

  async topicId(topic: string): Promise<string | undefined> {
    const broker = await this.anyBroker();
    if (!supports(broker, METADATA)) return (await this.#exists(broker, topic)) ? '' : undefined;
    const request = encodeMetadataRequest(topic);
    const { errorCode, topicId } = await this.ask(broker, () =>
      exchange(broker, METADATA, request, decodeMetadataAnswer),
    );
    if (errorCode === UNKNOWN_TOPIC) return undefined;
    if (errorCode !== 0) throw new ProtocolError(errorCode, `metadata of ${topic}`);
    return topicId;
  }

  /** A broker by its id. */
  async broker(nodeId: number): Promise<KafkaJsBroker> {
    const found = await this.#watch(() => this.#cluster.findBroker({ nodeId: String(nodeId) }));
    return found as KafkaJsBroker;
  }

  async anyBroker(): Promise<KafkaJsBroker> {
    await this.#knowBrokers();
    const nodeIds = this.#cluster.getNodeIds();
    // Starts with another broker each time: one that accepts requests and never answers must not be chosen for ever.
    this.#turn += 1;
    let last: unknown = new Error('no broker is known');
    for (let index = 0; index < nodeIds.length; index += 1) {
      try {
        return await this.broker(nodeIds[(this.#turn + index) % nodeIds.length] ?? -1);
      } catch (error) {
        last = error;
      }
    }
    throw last;
  }

  async allBrokers(): Promise<readonly KafkaJsBroker[]> {
    await this.#knowBrokers();
    return Promise.all(this.#cluster.getNodeIds().map((nodeId) => this.broker(nodeId)));
  }

  async coordinator(group: string): Promise<KafkaJsBroker> {
    const nodeId = this.#coordinators.get(group) ?? (await this.#findCoordinator(group));
    return this.broker(nodeId);
  }

  forgetCoordinator(group: string): void {
    this.#coordinators.delete(group);
  }

  /** Sends a request. If a broker does not answer in time, its connections are closed, so that others are tried. */
  async ask<Answer>(
    broker: KafkaJsBroker,
    request: (broker: KafkaJsBroker) => Promise<Answer>,
  ): Promise<Answer> {
    return this.#watch(() => request(broker));
  }

  async #watch<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const silent = silentBroker(error);
      if (silent !== undefined) this.#sockets.drop(silent, 'the broker does not answer');
      throw error;
    }
  }

  async #knowBrokers(): Promise<void> {
    await this.connect();
    if (this.#cluster.getNodeIds().length === 0) await this.refreshMetadata();
  }

  async #findCoordinator(group: string): Promise<number> {
    await this.#knowBrokers();
    const { coordinator } = await this.#watch(() =>
      this.#cluster.findGroupCoordinatorMetadata({ groupId: group }),
    );
    this.#coordinators.set(group, coordinator.nodeId);
    return coordinator.nodeId;
  }

  /** Without this, one deleted topic makes every metadata request fail, for all topics. */
  async #withoutUnknownTopics(refresh: () => Promise<void>): Promise<void> {
    try {
      await this.#watch(refresh);
    } catch (error) {
      if (kafkaErrorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      await this.#dropUnknownTopics();
      await this.#watch(refresh);
    }
  }

  async #dropUnknownTopics(): Promise<void> {
    const broker = await this.anyBroker();
    for (const topic of this.#cluster.targetTopics) {
      if (!(await this.#exists(broker, topic))) this.#cluster.targetTopics.delete(topic);
    }
  }

  async #exists(broker: KafkaJsBroker, topic: string): Promise<boolean> {
    try {
      await this.ask(broker, () => broker.metadata([topic]));
      return true;
    } catch (error) {
      if (kafkaErrorType(error) !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
      return false;
    }
  }
}

/** The address of the broker whose request timed out, if that is the error. */
function silentBroker(error: unknown): string | undefined {
  if (kafkaErrorType(error) !== 'KafkaJSRequestTimeoutError') return undefined;
  const { broker, cause } = error as { broker?: string; cause?: unknown };
  return broker ?? silentBroker(cause);
}

function configOf(settings: KafkaSettings): kafkajs.KafkaConfig {
  return {
    brokers: settings.bootstrapServers,
    clientId: settings.clientId,
    connectionTimeout: settings.connectionTimeoutMs,
    authenticationTimeout: settings.requestTimeoutMs,
    requestTimeout: settings.requestTimeoutMs,
    // The callers retry. kafkajs only tries each bootstrap server and rides out short leader elections.
    retry: {
      retries: Math.max(2, settings.bootstrapServers.length),
      initialRetryTime: 100,
      maxRetryTime: 500,
      factor: 0.2,
      multiplier: 2,
    },
    ...(settings.ssl === false ? {} : { ssl: tlsOf(settings.ssl) }),
    ...(settings.sasl === undefined ? {} : { sasl: settings.sasl as kafkajs.SASLOptions }),
  };
}

function tlsOf(ssl: Exclude<KafkaSettings['ssl'], false>): NonNullable<kafkajs.KafkaConfig['ssl']> {
  if (ssl === true) return true;
  return Object.fromEntries(Object.entries(ssl).filter(([, value]) => value !== undefined));
}
