import {
  PortError,
  type Clock,
  type Logger,
  type OutgoingMessage,
  type Random,
} from '@foldmart/core';
import { closedError } from '../closed-error.js';
import { classifyKafkaError, kafkaErrorType } from '../classify-error.js';
import type { ProducerClient } from '../client/kafka-client.js';
import { toRecord, type SizedRecord } from '../codec.js';
import type { KafkaSettings } from '../options.js';
import { ByteGate } from './byte-gate.js';
import { PartitionLane } from './partition-lane.js';
import { SequencedSender } from './sequenced-sender.js';
import { TopicRoute } from './topic-route.js';

/** Headroom for the frame around incompressible records. */
const BATCH_OVERHEAD_BYTES = 1_024;

export interface ProducerDependencies {
  readonly client: ProducerClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

type KnownTopic = { readonly route: Promise<TopicRoute>; checkedAt: number };

/**
 * Produces records: durable on all in-sync replicas, each written once, in order per partition, in bounded memory.
 */
export class KafkaProducer {
  readonly #settings: KafkaSettings;
  readonly #dependencies: ProducerDependencies;
  readonly #gate: ByteGate;
  readonly #topics = new Map<string, KnownTopic>();
  /** By topic and partition. */
  readonly #lanes = new Map<string, Map<number, PartitionLane>>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #isClosed = false;
  #calls = 0;

  constructor(settings: KafkaSettings, dependencies: ProducerDependencies) {
    this.#settings = settings;
    this.#dependencies = dependencies;
    this.#gate = new ByteGate(settings.bufferBytes);
  }

  async publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.#isClosed) throw closedError('publish');
    if (messages.length === 0) return;
    const records = messages.map(toRecord);
    this.#refuseOversized(topic, records);
    this.#calls += 1;
    const call = this.#send(topic, records, this.#calls);
    this.#underWay.add(call);
    try {
      await call;
    } finally {
      this.#underWay.delete(call);
    }
  }

  /** Waits until accepted records are written, up to the deadline, and fails the rest. */
  async close(deadlineMs: number): Promise<void> {
    this.#isClosed = true;
    const sent = Promise.allSettled(this.#underWay);
    const deadline = new AbortController();
    await Promise.race([sent, this.#dependencies.clock.sleep(deadlineMs, deadline.signal)]);
    deadline.abort();
    this.#stop.abort();
    for (const lane of this.#openLanes()) lane.failWaiting(closedError('publish'));
  }

  /** Stops without sending or settling anything more. */
  abandon(): void {
    this.#isClosed = true;
    this.#stop.abort();
    for (const lane of this.#openLanes()) lane.abandon();
  }

  async #send(topic: string, records: readonly SizedRecord[], call: number): Promise<void> {
    // Calls wait for the same promise of their topic and then at one gate, so they keep their order.
    const route = await this.#routeOf(topic);
    const bytes = records.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
    await this.#gate.enter(bytes);
    if (this.#stop.signal.aborted) {
      this.#gate.leave(bytes);
      throw closedError('publish');
    }
    const { written, settled } = route.send(records, call);
    void settled.then(() => this.#gate.leave(bytes));
    try {
      await written;
    } catch (error) {
      if (kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') this.#topics.delete(topic);
      throw this.#classify(error, topic);
    }
  }

  #routeOf(topic: string): Promise<TopicRoute> {
    const now = this.#dependencies.clock.monotonic();
    const known = this.#topics.get(topic);
    if (known === undefined) return this.#open(topic, now);
    if (now - known.checkedAt > this.#settings.metadataMaxAgeMs) {
      known.checkedAt = now;
      void this.#recount(topic, known);
    }
    return known.route;
  }

  #open(topic: string, now: number): Promise<TopicRoute> {
    const route = this.#find(topic);
    this.#topics.set(topic, { route, checkedAt: now });
    route.catch(() => this.#topics.delete(topic));
    return route;
  }

  async #find(topic: string): Promise<TopicRoute> {
    const { client, clock, random, logger } = this.#dependencies;
    const { batchBytes, maxRequestBytes, deliveryTimeoutMs, lingerMs } = this.#settings;
    try {
      const { size: partitions } = await client.leaders(topic);
      const lane = {
        lingerMs,
        batchBytes,
        maxRequestBytes: maxRequestBytes - BATCH_OVERHEAD_BYTES,
        latestCall: () => this.#calls,
      };
      const lanes = this.#lanes.get(topic) ?? new Map<number, PartitionLane>();
      this.#lanes.set(topic, lanes);
      const context = { client, clock, random, logger, deliveryTimeoutMs };
      return new TopicRoute({
        ...lane,
        partitions,
        random,
        lanes,
        openLane: (partition) => {
          const sender = new SequencedSender(context, topic, partition, this.#stop.signal);
          return new PartitionLane((records) => sender.send(records), clock, lane);
        },
      });
    } catch (error) {
      throw this.#classify(error, topic);
    }
  }

  /** Picks up added partitions. If this fails, the next request reports the error. */
  async #recount(topic: string, known: KnownTopic): Promise<void> {
    try {
      const { size } = await this.#dependencies.client.leaders(topic);
      (await known.route).partitions = size;
    } catch (error) {
      if (kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') this.#topics.delete(topic);
    }
  }

  #refuseOversized(topic: string, records: readonly SizedRecord[]): void {
    const { maxMessageBytes, maxRequestBytes } = this.#settings;
    const roomBytes = maxRequestBytes - BATCH_OVERHEAD_BYTES;
    const oversized = records.find(
      ({ contentBytes, requestBytes }) =>
        contentBytes > maxMessageBytes || requestBytes > roomBytes,
    );
    if (oversized === undefined) return;
    throw new PortError({
      port: 'event-bus',
      operation: 'publish',
      reason: 'rejected',
      code: 'message-too-large',
      message: `A message of ${oversized.contentBytes} bytes for ${topic} is larger than the ${maxMessageBytes} that may be sent.`,
    });
  }

  #classify(error: unknown, topic: string): PortError {
    const servers = this.#settings.bootstrapServers;
    return classifyKafkaError(error, { operation: 'publish', servers, subject: topic });
  }

  *#openLanes(): Generator<PartitionLane> {
    for (const lanes of this.#lanes.values()) yield* lanes.values();
  }
}
