import {
  assertSubscribeOptions,
  closeDeadlineMs,
  Partitioner,
  type PortError,
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
import { closedError, noRoomError, rejectedError, unknownTopicError } from './bus-errors.js';
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
  /** By topic, what fails the publishes that wait for room, in their order. */
  readonly #waitingForRoom = new Map<string, Set<(error: PortError) => void>>();
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
    for (const line of this.#waitingForRoom.values()) {
      for (const fail of line) fail(closedError('publish'));
    }
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
    const append = (): void => this.#appendWithRoom(name, records, bytes);
    if (this.#broker.space.tryTake(bytes)) append();
    else await this.#waitForRoom(name, bytes, append);
  }

  #appendWithRoom(name: string, records: readonly MessageRecord[], bytes: number): void {
    const topic = this.#broker.topic(name);
    if (topic !== undefined && !this.#isDead()) {
      this.#appendTo(topic, records);
      return;
    }
    this.#broker.space.give(bytes);
    if (topic === undefined) throw unknownTopicError('publish', name);
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

  /**
   * Runs `append` as soon as there is room. If there is none in time, everything of the topic that waits behind fails
   * too, so that nothing overtakes what failed.
   */
  #waitForRoom(topic: string, bytes: number, append: () => void): Promise<void> {
    const { publishTimeoutMs } = this.#settings;
    const line = this.#waitingForRoom.get(topic) ?? new Set();
    this.#waitingForRoom.set(topic, line);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        cancel();
        leaveQueue();
        line.delete(fail);
      };
      const fail = (error: PortError): void => {
        leave();
        if (!this.#isDead()) reject(error);
      };
      const leaveQueue = this.#broker.space.queue(bytes, () => {
        leave();
        // A rejection if the topic is missing by now.
        resolve(attempt(append));
      });
      const cancel = this.#clock.schedule(publishTimeoutMs, () => {
        for (const failNext of line) failNext(noRoomError(topic, publishTimeoutMs));
      });
      line.add(fail);
    });
  }
}

/** Runs `work` at once. */
async function attempt(work: () => void): Promise<void> {
  work();
}
