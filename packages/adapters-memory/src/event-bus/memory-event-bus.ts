import {
  assertSubscribeOptions,
  closeDeadlineMs,
  Partitioner,
  PortError,
  settlesWithin,
  silentLogger,
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
import { Breather } from '../process/breather.js';
import { never } from '../process/never.js';
import {
  memoryEventBusOptionsSchema,
  type MemoryEventBusOptions,
  type MemoryEventBusSettings,
} from '../options.js';
import { ByteArena } from './byte-arena.js';
import { closedError, rejectedError, unknownTopicError } from './bus-errors.js';
import { MemberSession, type SessionContext } from './member-session.js';
import { MemoryBroker } from './memory-broker.js';
import { MemoryBusAdmin } from './memory-bus-admin.js';
import { roomOf, type MemoryTopic } from './memory-topic.js';
import { toRecord, type MessageRecord } from './message-record.js';

/** Dependencies of a memory bus. Buses with the same broker act like several processes on one server. */
export interface MemoryEventBusDependencies {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger?: Logger;
  /** Default: a broker of its own. */
  readonly broker?: MemoryBroker;
}

/** The EventBus in memory: partitions, groups, sessions and offsets like Kafka's, in one process. */
export class MemoryEventBus implements EventBus {
  readonly capabilities: EventBusCapabilities;
  readonly admin: EventBusAdmin;
  readonly #broker: MemoryBroker;
  readonly #settings: MemoryEventBusSettings;
  readonly #clock: Clock;
  readonly #context: SessionContext;
  readonly #partitioner: Partitioner;
  readonly #breather: Breather;
  readonly #arena = new ByteArena();
  readonly #sessions = new Set<MemberSession>();
  readonly #publishing = new Set<Promise<void>>();
  #state: 'open' | 'closed' | 'dead' = 'open';
  #closing: Promise<void> | undefined;

  /** Throws a ZodError if an option is invalid. */
  constructor(options: MemoryEventBusOptions, dependencies: MemoryEventBusDependencies) {
    const { clock, random, logger = silentLogger } = dependencies;
    this.#settings = memoryEventBusOptionsSchema.parse(options);
    this.#clock = clock;
    this.#broker = dependencies.broker ?? new MemoryBroker({}, { clock });
    this.#partitioner = new Partitioner(random);
    this.#breather = new Breather(clock);
    this.#context = {
      broker: this.#broker,
      settings: this.#settings,
      clock,
      random,
      logger,
      breather: this.#breather,
    };
    this.capabilities = {
      durability: 'process',
      isShared: false,
      maxMessageBytes: this.#broker.maxMessageBytes,
    };
    this.admin = new MemoryBusAdmin(this.#broker, (operation) => this.#enter(operation));
  }

  async publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.#isDead()) return never();
    if (this.#state === 'closed') throw closedError('publish');
    if (messages.length === 0) return;
    this.#existing('publish', topic);
    const records = this.#encode(topic, messages);
    await this.#tracked(this.#append(topic, records));
    await this.#breather.breathe(messages.length);
    if (this.#isDead()) return never();
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    await this.#enter('subscribe');
    assertSubscribeOptions(options);
    const topic = this.#existing('subscribe', options.topic);
    const session = new MemberSession(this.#context, topic, options, handler);
    this.#sessions.add(session);
    void session.ended.then(() => this.#sessions.delete(session));
    return session;
  }

  async close(options?: CloseOptions): Promise<void> {
    const deadlineMs = closeDeadlineMs(options, this.#settings.closeDeadlineMs);
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  /**
   * Stops this bus as the end of its process would: nothing more is committed or released, running handlers do not
   * count, and calls never settle. Other members take over when its sessions expire. For tests.
   */
  crash(): void {
    this.#state = 'dead';
    for (const session of this.#sessions) session.crash();
  }

  async #close(deadlineMs: number): Promise<void> {
    if (this.#isDead()) return never();
    this.#state = 'closed';
    const sessions = [...this.#sessions].map((session) => session.close({ deadlineMs }));
    await Promise.all([
      ...sessions,
      settlesWithin(this.#clock, deadlineMs, Promise.allSettled(this.#publishing)),
    ]);
  }

  #isDead(): boolean {
    return this.#state === 'dead';
  }

  async #enter(operation: string): Promise<void> {
    if (this.#isDead()) return never();
    if (this.#state === 'closed') throw closedError(operation);
  }

  #existing(operation: string, name: string): MemoryTopic {
    const topic = this.#broker.topic(name);
    if (topic === undefined) throw unknownTopicError(operation, name);
    return topic;
  }

  #encode(topic: string, messages: readonly OutgoingMessage[]): readonly MessageRecord[] {
    const limit = this.#broker.maxMessageBytes;
    const [nowMs, monotonicMs] = [this.#broker.clock.now(), this.#broker.clock.monotonic()];
    return messages.map((message) => {
      const record = toRecord(message, this.#arena, nowMs, monotonicMs);
      if (record.sizeBytes <= limit) return record;
      const size = `${record.sizeBytes} bytes, more than ${limit}`;
      throw rejectedError('publish', `A message for ${topic} has ${size}.`, {
        code: 'message-too-large',
        hint: 'raise maxMessageBytes, or publish smaller messages',
      });
    });
  }

  #tracked(work: Promise<void>): Promise<void> {
    this.#publishing.add(work);
    return work.finally(() => this.#publishing.delete(work));
  }

  /** Runs synchronously if there is room, so that calls keep their order. */
  async #append(name: string, records: readonly MessageRecord[]): Promise<void> {
    const bytes = records.reduce((sum, record) => sum + roomOf(record), 0);
    if (!this.#broker.space.tryTake(bytes)) {
      await this.#waitForRoom(name, bytes);
      if (this.#isDead()) return never();
    }
    const topic = this.#broker.topic(name);
    if (topic === undefined) {
      this.#broker.space.give(bytes);
      throw unknownTopicError('publish', name);
    }
    this.#appendTo(topic, records);
  }

  #appendTo({ partitions }: MemoryTopic, records: readonly MessageRecord[]): void {
    const touched = new Set<number>();
    for (const record of records) {
      const partition = this.#partitioner.partition(record.key, partitions.length);
      partitions[partition]?.append(record);
      touched.add(partition);
    }
    for (const partition of touched) partitions[partition]?.announceAppend();
  }

  #waitForRoom(topic: string, bytes: number): Promise<void> {
    const { publishTimeoutMs } = this.#settings;
    return new Promise((resolve, reject) => {
      const leave = this.#broker.space.queue(bytes, () => {
        cancel();
        resolve();
      });
      const cancel = this.#clock.schedule(publishTimeoutMs, () => {
        leave();
        reject(
          new PortError({
            port: 'event-bus',
            operation: 'publish',
            reason: 'unavailable',
            code: 'out-of-memory',
            message: `No room for ${topic} in memory within ${publishTimeoutMs} ms.`,
            hint: 'let every group of its topics catch up, delete topics, or raise maxRetainedBytes',
          }),
        );
      });
    });
  }
}
