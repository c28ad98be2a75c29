import type { PortError } from '../errors/index.js';
import type { MessageBatch, OutgoingMessage } from '../messaging/message.js';
import type { TopicChange, TopicDescription, TopicSpec } from '../messaging/topic.js';
import type { GroupDescription } from './group-description.js';
import type { PartitionOffset, ReadPage, ReadRequest } from './topic-reading.js';

/** What a bus promises beyond its contract, for callers that have a choice. */
export interface EventBusCapabilities {
  /**
   * Where a message is when its publish resolves. `process`: in the memory of a process, and lost with it or with its
   * machine. `machine`: on the disk of one machine. `replica`: on several machines. A bus that cannot find out makes
   * the weaker claim.
   */
  readonly durability: 'process' | 'machine' | 'replica';
  /** Whether other processes see what is published. */
  readonly isShared: boolean;
  /** The largest message accepted: key, value and headers together, in bytes. */
  readonly maxMessageBytes: number;
}

/**
 * Carries messages from publishers to consumer groups, at least once and in order per key.
 *
 * **Ownership.** A partition has at most one owner in a group, and only the owner's work counts: a commit by a former
 * owner has no effect and does not move the group's position. A rebalance waits for the handler of the owner while the
 * owner sends heartbeats. Two handlers can therefore overlap in a partition only after the first member lost it: its
 * session expired, its handler exceeded the transport's time limit for rebalances (if it has one), or its close reached
 * the deadline. A member may notice late, for example if its process was stopped; once it notices, the `signal` of its
 * handler aborts. A member whose session may have expired begins no other batch until it knows that it still owns the
 * partition. Handlers must tolerate redelivery.
 *
 * **Deleted topics.** A topic that is created again after a deletion is another topic with another identity
 * ({@link TopicDescription.id}). A position belongs to the topic in which it was committed: for a new topic of the same
 * name, a group has none.
 * If the topic of a running member is deleted, the member waits for it. It neither ends nor delivers, and the other
 * subscriptions of the process progress. It logs the deletion at `warn` within 30 s and again every 60 s, and reports
 * it to its observer. It resumes by itself when a topic of that name exists.
 * A group that has read a topic reads a new topic of the same name from its start, whatever `startFrom` says, and skips
 * no message. This holds even if its members never saw the topic missing, and for a stopped group whose position in the
 * former topic the transport has kept. A member that finds a new topic logs it at `warn`. A handler that still has messages of the former topic may end. Its commit has no
 * effect, and its `signal` aborts.
 */
export interface EventBus {
  readonly capabilities: EventBusCapabilities;
  readonly admin: EventBusAdmin;

  /**
   * Resolves when every message is durable by the transport's strongest setting. Messages of one key keep the order of
   * the list and the order of the calls. Calls may run concurrently. An empty list resolves without a round trip.
   * Rejects with a PortError if any message is not durable; others may be, so a retry may repeat them, with the same
   * ids. On `rejected` with the code `message-too-large` or `unknown-topic`, nothing of the call was sent.
   *
   * The bus may retry by itself, for a time that it states; meanwhile, later messages of the same keys wait. When a call
   * rejects with a retryable error, so does every call that was made before that rejection with messages behind it in
   * their key's order. A caller that keeps several calls in flight therefore keeps the order if, after a failure, it
   * waits until all of them have settled, and repeats those that rejected, in the order of the calls, before it makes
   * new ones. {@link createOrderedPublisher} does so.
   */
  publish(topic: string, messages: readonly OutgoingMessage[]): Promise<void>;

  /**
   * Joins `group` as `member` and delivers batches to `handler`. Resolves when the member has joined; its first
   * partitions may come later. Every group receives every message at least once. A partition is handled by one member
   * at a time, one batch after another, in order.
   * When `handler` resolves, the batch is committed, never before. When it rejects, the same messages are redelivered
   * after a delay; later messages of the partition wait, other partitions progress. After a crash or a rebalance,
   * handling resumes at the last commit.
   * Rejects with `rejected` if an option is out of its range, with the code `unknown-topic` if the topic does not exist.
   */
  subscribe(options: SubscribeOptions, handler: BatchHandler): Promise<Subscription>;

  /** Closes every subscription (see {@link Subscription.close}), sends what was accepted, and disconnects. Idempotent. */
  close(options?: CloseOptions): Promise<void>;
}

/** Handles one batch; see {@link EventBus.subscribe} for what its outcome means. */
export type BatchHandler = (batch: MessageBatch, context: BatchContext) => Promise<void>;

/** Describes the delivery to the handler. */
export interface BatchContext {
  /** 1 for the first delivery to this member, one more for each that follows a failure. */
  readonly attempt: number;
  /** Aborts when the result can no longer count: the member lost the partition, or its close reached the deadline. */
  readonly signal: AbortSignal;
}

export interface SubscribeOptions {
  readonly topic: string;
  readonly group: string;
  /** Names the member in logs and descriptions; need not be unique. */
  readonly member: string;
  /**
   * Identifies the member across restarts of its process; unique in its group and topic. A transport with static
   * members (Kafka, KIP-345) lets a member that joins with the id of a killed one take its place at once, and does not
   * wait until the session of the killed one has expired. A live member whose id is taken continues without an id.
   * Other transports ignore it.
   */
  readonly instanceId?: string;
  /**
   * Where a group without a commit begins; default `earliest`. With `latest`, the end of each partition at that time
   * becomes the group's commit, so a later member resumes there. Not for a topic that was created again under a group
   * that has read its predecessor (see {@link EventBus}).
   */
  readonly startFrom?: 'earliest' | 'latest';
  /** Bounds a batch, and with it the memory that a partition takes. A whole number from 1; default 500. */
  readonly maxBatchMessages?: number;
  /** How many partitions are handled concurrently. A whole number from 1; default: all that are assigned. */
  readonly maxConcurrentPartitions?: number;
  readonly observer?: SubscriptionObserver;
}

/** Observes a subscription. What a method throws or rejects with is logged at `error`, and changes nothing else. */
export interface SubscriptionObserver {
  /**
   * The partitions that this member holds: once it has joined, and after each change. Empty if it stands by. A member
   * that closes need not be told.
   */
  assigned?(partitions: readonly number[]): void;
  /**
   * The transport does not answer this member, which retries by itself. Told once, before {@link reconnected}. A member
   * that only waits for the next heartbeat may notice it late. Never told by a transport within the process.
   */
  interrupted?(error: PortError): void;
  /** The transport answers again. */
  reconnected?(): void;
  /** A batch failed and is redelivered after `delayMs`. */
  retrying?(failure: {
    readonly partition: number;
    readonly attempt: number;
    readonly delayMs: number;
    readonly error: unknown;
  }): void;
  /**
   * The topic was deleted and the member waits for it (`deleted`), or a new topic of its name is read from the start
   * (`recreated`).
   */
  topicChanged?(change: 'deleted' | 'recreated'): void;
  /** Messages that this group has not read were removed (retention, deleted data), or are about to be. */
  lost?(loss: {
    readonly partition: number;
    /** The first offset lost. */
    readonly from: string;
    /** The offset after the last one lost. */
    readonly to: string;
    readonly reason: string;
  }): void;
}

/** The membership of one member in its group. */
export interface Subscription {
  readonly member: string;
  /** The partitions that it holds now, ascending. */
  assignments(): readonly number[];
  /**
   * Takes no new batch, waits for those in flight up to the deadline, commits what is handled, and leaves the group, so
   * that others take over at once. Idempotent. `rejected`, with nothing closed, if the deadline is out of its range.
   */
  close(options?: CloseOptions): Promise<void>;
  /**
   * Resolves after close. Rejects with a PortError if the member ended by itself and does not return. The deletion of
   * the topic does not end it.
   */
  readonly ended: Promise<void>;
}

/** How long a close may wait for work in flight. */
export interface CloseOptions {
  /** Whole milliseconds from 0; default 10,000. */
  readonly deadlineMs?: number;
}

/** Where a group reads next. `timeMs` is in milliseconds since the Unix epoch. */
export type OffsetTarget =
  | { readonly to: 'earliest' }
  | { readonly to: 'latest' }
  | { readonly to: 'offset'; readonly offset: string }
  | { readonly to: 'time'; readonly timeMs: number };

/** A target whose offset the transport finds. */
export type ComputedTarget = Exclude<OffsetTarget, { readonly to: 'offset' }>;

/** The position of a group in a partition. `committed` is null if the group has not committed yet. */
export interface PartitionLag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** The offset of the next message to read. */
  readonly committed: string | null;
  /** The offset after the last message. */
  readonly end: string;
  /** Messages not yet committed; for a group without a commit, all that are kept. */
  readonly lag: number;
}

/** Manages topics and offsets. */
export interface EventBusAdmin {
  /** Creates the topics that are missing and does not change others. Resolves when they can be published to. Idempotent. */
  createTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** Describes those of the named topics that exist, in the order of the names. */
  describeTopics(names: readonly string[]): Promise<readonly TopicDescription[]>;
  /** The names of all topics, sorted, without the transport's internal ones. */
  listTopics(): Promise<readonly string[]>;
  /**
   * Deletes topics with their messages. A topic that does not exist is not an error. Running members wait until the
   * topic is created again (see {@link EventBus}). A transport may remember for a while that a topic was deleted, for
   * those who still use it; with `leaveNoTrace` it does not. Set it only for a topic that no other process has used.
   */
  deleteTopics(
    names: readonly string[],
    options?: { readonly leaveNoTrace?: boolean },
  ): Promise<void>;
  /**
   * Deletes what groups have committed, in all topics. A group that does not exist is not an error. Rejects with
   * `rejected`, code `group-active`, if one of them has members; others of the list may be deleted then.
   */
  deleteGroups(names: readonly string[]): Promise<void>;
  /**
   * The lag of `group` in each partition of `topic`, in ascending order of partitions. A position in a former topic
   * of the name counts as none. Rejects with `unknown-topic` if the topic does not exist.
   */
  lag(group: string, topic: string): Promise<readonly PartitionLag[]>;
  /**
   * Sets where `group` reads next, in every partition of `topic` or in one. `rejected`, with nothing changed: with the
   * code `offset-out-of-range` for an offset outside what is kept, `group-active` if the group has members.
   */
  resetOffsets(
    group: string,
    topic: string,
    target: OffsetTarget,
    partition?: number,
  ): Promise<void>;
  /**
   * Changes topics that exist; what a change leaves out stays, and so do the messages. Properties that the transport
   * does not have are ignored. Resolves when the change is in force. Added partitions are empty, are assigned to running
   * members, and change the partitions of keys: messages of a key that are published later can overtake earlier ones.
   * Rejects with `unknown-topic` for a topic that does not exist, with `rejected` for fewer partitions than there are;
   * of several changes, earlier ones may have been made.
   */
  alterTopics(changes: readonly TopicChange[]): Promise<void>;
  /**
   * The names of the consumer groups, sorted: those with members or a position in a topic. A transport may list others
   * for a time after their members have left.
   */
  listGroups(): Promise<readonly string[]>;
  /** Describes those of the named groups that exist, in the order of the names. */
  describeGroups(names: readonly string[]): Promise<readonly GroupDescription[]>;
  /**
   * The first offset kept, the end, or the offset of the first message of that time or later (the end if there is none),
   * in each partition of `topic`, ascending: what {@link resetOffsets} would set. Changes nothing. Rejects with
   * `unknown-topic` if the topic does not exist.
   */
  findOffsets(topic: string, target: ComputedTarget): Promise<readonly PartitionOffset[]>;
  /**
   * Reads messages without a group: nothing is committed, and no group is created or joined. Does not wait for messages.
   * Reads from the first message kept if earlier ones are asked for. Rejects with `unknown-topic` if the topic or the
   * partition does not exist, with `rejected` if `from` is no offset or `limit` is out of its range.
   */
  read(topic: string, request: ReadRequest): Promise<ReadPage>;
}
