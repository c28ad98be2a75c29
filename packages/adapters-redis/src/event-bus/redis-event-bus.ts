import {
  assertSubscribeOptions,
  closeDeadlineMs,
  Partitioner,
  settlesWithin,
  type BatchHandler,
  type CloseOptions,
  type EventBus,
  type EventBusAdmin,
  type EventBusCapabilities,
  type OutgoingMessage,
  type SubscribeOptions,
  type Subscription,
} from '@foldmart/core';
import type { RedisDependencies } from '../dependencies.js';
import { redisOptionsSchema, type RedisOptions, type RedisOptionsInput } from '../options.js';
import { RedisConnection } from '../redis-connection.js';
import { busClosed } from './bus-errors.js';
import { GroupMember } from './group-member.js';
import { Publisher } from './publisher.js';
import { RedisBusAdmin } from './redis-bus-admin.js';
import { RetentionKeeper } from './retention-keeper.js';
import { ServerDurability } from './server-durability.js';
import { TopicDirectory } from './topic-directory.js';

/**
 * An EventBus on Redis streams: one stream per partition, committed positions and leases instead of pending lists.
 * What is acknowledged is on disk if Redis runs with `appendfsync always`. Connects at first use.
 */
export class RedisEventBus implements EventBus {
  readonly admin: EventBusAdmin;
  readonly #options: RedisOptions;
  readonly #dependencies: RedisDependencies;
  readonly #commands: RedisConnection;
  readonly #directory: TopicDirectory;
  readonly #publisher: Publisher;
  readonly #retention: RetentionKeeper;
  readonly #durability: ServerDurability;
  readonly #members = new Set<GroupMember>();
  #closing: Promise<void> | undefined;

  constructor(options: RedisOptionsInput, dependencies: RedisDependencies) {
    this.#options = redisOptionsSchema.parse(options);
    this.#dependencies = dependencies;
    const { bus } = this.#options;
    this.#commands = new RedisConnection(this.#options, { port: 'event-bus' }, dependencies);
    this.#directory = new TopicDirectory(this.#commands, bus.keyPrefix, dependencies.logger);
    this.#publisher = new Publisher(
      this.#commands,
      this.#directory,
      bus,
      new Partitioner(dependencies.random),
    );
    this.#retention = new RetentionKeeper(
      this.#commands,
      this.#directory,
      bus.retentionIntervalMs,
      dependencies,
    );
    this.admin = new RedisBusAdmin(this.#commands, this.#directory, bus.keyPrefix);
    this.#durability = new ServerDurability(this.#commands, dependencies.logger);
  }

  /**
   * `durability` is read from the server's settings on each connection. It is `process` before the first, and if an
   * ACL forbids CONFIG GET.
   */
  get capabilities(): EventBusCapabilities {
    return {
      durability: this.#durability.claim,
      isShared: true,
      maxMessageBytes: this.#options.bus.maxMessageBytes,
    };
  }

  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void> {
    if (!this.#closing) this.#retention.start();
    return this.#publisher.publish(topic, messages);
  }

  async subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription> {
    if (this.#closing) throw busClosed('subscribe');
    assertSubscribeOptions(options);
    const { bus } = this.#options;
    const purpose = { port: 'event-bus', blockMs: bus.blockMs } as const;
    const member = new GroupMember({
      subscribe: options,
      handler,
      options: bus,
      dependencies: this.#dependencies,
      commands: this.#commands,
      reading: new RedisConnection(this.#options, purpose, this.#dependencies),
      directory: this.#directory,
    });
    this.#members.add(member);
    const forget = (): boolean => this.#members.delete(member);
    void member.ended.then(forget, forget);
    try {
      await member.start();
    } catch (error) {
      forget();
      throw error;
    }
    this.#retention.start();
    return member;
  }

  async close(options?: CloseOptions): Promise<void> {
    const deadlineMs = closeDeadlineMs(options, this.#options.bus.closeDeadlineMs);
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  /**
   * Stops at once, as the end of the process would: nothing more is sent, committed or released, and the session must
   * expire. For a process that must not clean up; otherwise use `close`.
   */
  abandon(): void {
    this.#closing ??= Promise.resolve();
    this.#retention.stop();
    for (const member of this.#members) member.abandon();
    this.#publisher.abandon();
    this.#commands.close();
  }

  async #close(deadlineMs: number): Promise<void> {
    const { clock } = this.#dependencies;
    this.#retention.stop();
    await Promise.all([
      ...[...this.#members].map((member) => member.close({ deadlineMs })),
      settlesWithin(clock, deadlineMs, this.#publisher.close()),
    ]);
    this.#publisher.abandon();
    this.#commands.close();
  }
}
