import {
  assertSubscribeOptions,
  closeDeadlineMs,
  guardedObserver,
  type BatchHandler,
  type Clock,
  type CloseOptions,
  type EventBus,
  type EventBusAdmin,
  type EventBusCapabilities,
  type Logger,
  type OutgoingMessage,
  type Random,
  type SubscribeOptions,
  type Subscription,
} from '@foldmart/core';
import { closedError } from './closed-error.js';
import type { KafkaClient } from './client/kafka-client.js';
import { createKafkaJsClient } from './client/kafkajs/kafkajs-client.js';
import { KafkaSubscription } from './consumer/kafka-subscription.js';
import type { SubscriptionContext } from './consumer/subscription-context.js';
import { KafkaAdmin } from './kafka-admin.js';
import { kafkaOptionsSchema, type KafkaOptions, type KafkaSettings } from './options.js';
import { KafkaProducer } from './producer/kafka-producer.js';

export interface KafkaDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * The EventBus on Kafka. Opens connections when they are first needed: one set for publishing and administration, and
 * one for each subscription.
 */
export class KafkaEventBus implements EventBus {
  readonly capabilities: EventBusCapabilities;
  readonly admin: EventBusAdmin;
  readonly #settings: KafkaSettings;
  readonly #dependencies: KafkaDependencies;
  readonly #client: KafkaClient;
  readonly #producer: KafkaProducer;
  readonly #subscriptions = new Set<KafkaSubscription>();
  #closed: Promise<void> | undefined;

  /** Throws a ZodError if an option is invalid. */
  constructor(options: KafkaOptions, dependencies: KafkaDependencies) {
    this.#settings = kafkaOptionsSchema.parse(options);
    this.#dependencies = dependencies;
    this.#client = createKafkaJsClient(this.#settings, dependencies);
    this.#producer = new KafkaProducer(this.#settings, { client: this.#client, ...dependencies });
    this.admin = new KafkaAdmin({
      client: this.#client,
      servers: this.#settings.bootstrapServers,
      clientId: this.#settings.clientId,
      isClosed: () => this.#closed !== undefined,
      ...dependencies,
    });
    this.capabilities = {
      durability: 'replica',
      isShared: true,
      maxMessageBytes: this.#settings.maxMessageBytes,
    };
  }

  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    return this.#producer.publish(topic, messages);
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    if (this.#closed !== undefined) throw closedError('subscribe');
    assertSubscribeOptions(options);
    const { clientId, bootstrapServers } = this.#settings;
    const settings = { ...this.#settings, clientId: `${clientId}-${options.member}` };
    const client = createKafkaJsClient(settings, this.#dependencies);
    const context = this.#contextOf(options, handler, client);
    const subscription = new KafkaSubscription(context, client, bootstrapServers);
    this.#subscriptions.add(subscription);
    try {
      await subscription.start();
    } catch (error) {
      this.#subscriptions.delete(subscription);
      throw error;
    }
    const forget = () => this.#subscriptions.delete(subscription);
    void subscription.ended.then(forget, forget);
    return subscription;
  }

  async close(options?: CloseOptions): Promise<void> {
    const deadlineMs = closeDeadlineMs(options, this.#settings.closeDeadlineMs);
    this.#closed ??= this.#close(deadlineMs);
    return this.#closed;
  }

  /**
   * Stops as the end of the process would: nothing more is sent or committed, no group is left, and pending promises
   * do not settle. For crash tests.
   */
  abandon(): void {
    this.#closed ??= Promise.resolve();
    this.#producer.abandon();
    for (const subscription of this.#subscriptions) subscription.abandon();
    this.#client.sever();
  }

  async #close(deadlineMs: number): Promise<void> {
    const subscriptions = [...this.#subscriptions];
    await Promise.all([
      ...subscriptions.map((subscription) => subscription.close({ deadlineMs })),
      this.#producer.close(deadlineMs),
    ]);
    await this.#client.disconnect();
  }

  #contextOf(
    options: SubscribeOptions,
    handler: BatchHandler,
    client: KafkaClient,
  ): SubscriptionContext {
    const settings = this.#settings;
    return {
      ...this.#dependencies,
      client,
      handler,
      topic: options.topic,
      group: options.group,
      member: options.member,
      // A group may read several topics, each with a member of its own, and Kafka's ids are unique in the group.
      ...(options.instanceId === undefined
        ? {}
        : { instanceId: `${options.instanceId}.${options.topic}` }),
      startFrom: options.startFrom ?? 'earliest',
      observer: guardedObserver(options.observer, {
        logger: this.#dependencies.logger,
        member: options.member,
      }),
      retry: settings.retry,
      maxBatchMessages: options.maxBatchMessages ?? settings.maxBatchMessages,
      maxBatchBytes: settings.maxBatchBytes,
      maxConcurrentPartitions: options.maxConcurrentPartitions ?? Number.POSITIVE_INFINITY,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      heartbeatIntervalMs: settings.heartbeatIntervalMs,
      rebalanceTimeoutMs: settings.rebalanceTimeoutMs,
      closeDeadlineMs: settings.closeDeadlineMs,
      fetchLimits: {
        minBytes: settings.minBytes,
        maxWaitMs: settings.maxWaitMs,
        maxBytes: settings.maxFetchBytes,
        maxBytesPerPartition: settings.maxBytesPerPartition,
      },
    };
  }
}
