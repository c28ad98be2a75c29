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

interface KnownTopic {
  readonly opening: Promise<TopicRoute>;
  /** The calls that wait for the route. */
  waiting: number;
  /** Undefined until it is found. */
  route: TopicRoute | undefined;
  checkedAt: number;
}

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
  #underWay = 0;
  #whenIdle: (() => void) | undefined;
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
    this.#underWay += 1;
    try {
      await this.#send(topic, records, this.#calls);
    } catch (error) {
      if (kafkaErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION') this.#topics.delete(topic);
      throw this.#classify(error, topic);
    } finally {
      this.#underWay -= 1;
      if (this.#underWay === 0) this.#whenIdle?.();
    }
  }

  /** Waits until accepted records are written, up to the deadline, and fails the rest. */
  async close(deadlineMs: number): Promise<void> {
    this.#isClosed = true;
    const deadline = new AbortController();
    await Promise.race([this.#idle(), this.#dependencies.clock.sleep(deadlineMs, deadline.signal)]);
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
    const known = this.#knownTopic(topic);
    let { route } = known;
    // Calls wait for the same promise of their topic and then at one gate, so they keep their order.
    if (route === undefined || known.waiting > 0) {
      known.waiting += 1;
      route = await known.opening;
      known.waiting -= 1;
    }
    const found = route;
    const bytes = records.reduce((sum, { requestBytes }) => sum + requestBytes, 0);
    const leave = (): void => this.#gate.leave(bytes);
    await this.#gate.enter(bytes, () => {
      if (!this.#stop.signal.aborted) return found.send(records, call, leave);
      leave();
      return Promise.reject(closedError('publish'));
    });
  }

  #idle(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => (this.#whenIdle = resolve));
  }

  #knownTopic(topic: string): KnownTopic {
    const now = this.#dependencies.clock.monotonic();
    const known = this.#topics.get(topic);
    if (known === undefined) return this.#open(topic, now);
    if (now - known.checkedAt > this.#settings.metadataMaxAgeMs) {
      known.checkedAt = now;
      void this.#recount(topic, known);
    }
    return known;
  }

  #open(topic: string, now: number): KnownTopic {
    const opening = this.#find(topic);
    const known: KnownTopic = { opening, waiting: 0, route: undefined, checkedAt: now };
    this.#topics.set(topic, known);
    opening.then(
      (route) => (known.route = route),
      () => this.#topics.delete(topic),
    );
    return known;
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
      (await known.opening).partitions = size;
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
