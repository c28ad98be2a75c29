import type { MessageBatch, OutgoingMessage } from '../messaging/message.js';
import type { TopicDescription, TopicSpec } from '../messaging/topic.js';

/** What a bus promises beyond its contract, for callers that have a choice. */
export interface EventBusCapabilities {
  /** What a resolved publish survives: the end of the process, of the machine, of a replica. */
  readonly durability: 'process' | 'machine' | 'replica';
  /** Whether other processes see what is published. */
  readonly isShared: boolean;
  /** The largest message taken, key, value and headers together, in bytes. */
  readonly maxMessageBytes: number;
}

/** Carries messages from publishers to groups of members, at least once, in order per key. */
export interface EventBus {
  readonly capabilities: EventBusCapabilities;
  readonly admin: EventBusAdmin;

  /**
   * Resolves once every message is durable by the transport's strongest setting.
   * Messages of one key keep the order of the list, and the order in which calls were made.
   * Rejects with a PortError if any message is not durable; others may be, so a retry repeats them
   * with the same ids. `rejected` with code `message-too-large` or `unknown-topic`: nothing of the
   * call was sent. Calls may run concurrently; an empty list resolves without a round trip.
   */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;

  /**
   * Joins `group` as `member` and hands batches to `handler`; resolves when the member has joined
   * (its first partitions may come later). Every group sees every message at least once. A partition
   * is handled by one member of a group at a time: its batches come one after another, in order.
   * When `handler` resolves, the batch is committed, never before; when it rejects, the same messages
   * come again after a pause, and nothing behind them in their partition comes before; other
   * partitions go on. After a crash or a rebalance, handling resumes at the last commit.
   * Rejects with `unknown-topic` where the topic does not exist.
   */
  subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription>;

  /** Closes every subscription (see there), sends what was accepted, lets go of connections. Idempotent. */
  close(options?: CloseOptions): Promise<void>;
}

/** Handles one batch; see {@link EventBus.subscribe} for what its outcome means. */
export type BatchHandler = (batch: MessageBatch, context: BatchContext) => Promise<void>;

/** What a handler may want to know while it works. */
export interface BatchContext {
  /** 1 for the first delivery to this member, higher for each that follows a failure. */
  readonly attempt: number;
  /** Aborts when the result can no longer count: the partition was lost, or the closing deadline passed. */
  readonly signal: AbortSignal;
}

/** How a member takes part. Every number has a default in the adapter's options. */
export interface SubscribeOptions {
  readonly topic: string;
  readonly group: string;
  /** Names the member in logs and descriptions; need not be unique. */
  readonly member: string;
  /** Where a group without a commit begins; `earliest` unless said otherwise. */
  readonly startFrom?: 'earliest' | 'latest';
  /** Bounds a batch, and with it the memory a partition takes. Default 500. */
  readonly maxBatchMessages?: number;
  /** How many partitions are handled at the same time. Default: all that are assigned. */
  readonly maxConcurrentPartitions?: number;
  readonly observer?: SubscriptionObserver;
}

/** Hears what happens to a subscription beside its batches. Its methods must not throw. */
export interface SubscriptionObserver {
  /** The partitions this member now holds, after each change. */
  assigned?(partitions: readonly number[]): void;
  /** A batch failed and comes again after `delayMs`. */
  retrying?(failure: {
    readonly partition: number;
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: unknown;
  }): void;
  /** Messages this group had not read are gone (retention, deleted data), or are about to go. */
  lost?(loss: {
    readonly partition: number;
    readonly from: string;
    readonly to: string;
    readonly reason: string;
  }): void;
}

/** A member at work. */
export interface Subscription {
  readonly member: string;
  /** The partitions held now, ascending. */
  assignments(): readonly number[];
  /**
   * Takes no new batch, waits for those in flight up to the deadline (default 10,000 ms), commits
   * what is done and leaves the group, so that others take over at once. Idempotent.
   */
  close(options?: CloseOptions): Promise<void>;
  /** Resolves after close; rejects with a PortError if the member ended by itself and will not return. */
  readonly ended: Promise<void>;
}

/** How long a close may wait for work in flight. */
export interface CloseOptions {
  readonly deadlineMs?: number;
}

/** Where to set a group's next read. `time` is in milliseconds since the epoch. */
export type OffsetTarget =
  | { readonly to: 'earliest' }
  | { readonly to: 'latest' }
  | { readonly to: 'offset'; readonly offset: string }
  | { readonly to: 'time'; readonly timeMs: number };

/** How far a group is in a partition. `committed` is null where it has not committed yet. */
export interface PartitionLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** The next message to read. */
  readonly committed: string | null;
  /** The place behind the last message. */
  readonly end: string;
  /** Messages not yet committed; for a group without a commit, all that are kept. */
  readonly lag: number;
}

/** Manages topics and offsets. */
export interface EventBusAdmin {
  /** Creates what is missing and leaves the rest as it is; resolves once it can be published to. Idempotent. */
  createTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** Describes the named topics that exist, in the order asked for. */
  describeTopics(names: readonly string[]): Promise<readonly TopicDescription[]>;
  /** The names of all topics, sorted, without the transport's internal ones. */
  listTopics(): Promise<readonly string[]>;
  /** Deletes topics with their messages; one that does not exist is no error. */
  deleteTopics(names: readonly string[]): Promise<void>;
  /** How far `group` is in each partition of `topic`, ascending. `unknown-topic` where there is none. */
  lag(group: string, topic: string): Promise<readonly PartitionLag[]>;
  /**
   * Sets where `group` reads next in every partition of `topic`, or in one. An offset outside what is
   * kept is `rejected` with `offset-out-of-range`; a group with members with `group-active`.
   */
  resetOffsets(
    group: string,
    topic: string,
    target: OffsetTarget,
    partition?: number,
  ): Promise<void>;
}
