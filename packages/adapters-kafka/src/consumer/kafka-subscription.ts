import {
  closeDeadlineMs,
  DeliveryAttempts,
  HandlerSlots,
  isPortError,
  MemberSession,
  PortError,
  retryDelayMs,
  settlesWithin,
  TransportWatch,
  type CloseOptions,
  type RetryPolicy,
  type Subscription,
} from '@foldmart/core';
import { classifyKafkaError, kafkaErrorType } from '../classify-error.js';
import { closedError } from '../closed-error.js';
import type { KafkaClient } from '../client/kafka-client.js';
import { defer, Flag } from './flag.js';
import { findPositions, syncGroup, type JoinedGroup } from './group-joining.js';
import { GroupMembership } from './group-membership.js';
import { MemberFailures } from './member-failures.js';
import { MemberWork } from './member-work.js';
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';
import { TopicPolling } from './topic-polling.js';

const RETRY: RetryPolicy = { firstDelayMs: 100, longestDelayMs: 2_000 };
const JOINING_MS = 5_000;

/** A member of a group: joins, works, and joins again for each rebalance, until it is closed. */
export class KafkaSubscription implements Subscription {
  readonly member: string;
  readonly ended: Promise<void>;
  readonly #context: SubscriptionContext;
  readonly #client: KafkaClient;
  readonly #servers: readonly string[];
  readonly #failures: MemberFailures;
  readonly #membership: GroupMembership;
  readonly #session: MemberSession;
  readonly #work: MemberWork;
  readonly #topic: TopicPolling;
  readonly #transport: TransportWatch;
  readonly #closing = new AbortController();
  readonly #joined = defer();
  readonly #ended = defer();
  /** Raised if the member must join again. */
  readonly #rejoin = new Flag();
  #isCooperative = true;
  /** Aborts when the present generation ends. */
  #generation = new AbortController();
  /** Counts how often all work was dropped. */
  #starts = 0;
  #hasNewPartitions = false;
  #assigned: readonly number[] = [];
  #deadline: number | undefined;
  #failure: unknown;
  #running: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #isAbandoned = false;

  constructor(context: SubscriptionContext, client: KafkaClient, servers: readonly string[]) {
    this.#context = context;
    this.#client = client;
    this.#servers = servers;
    this.member = context.member;
    this.ended = this.#ended.promise;
    // The failure is logged. If nobody awaits `ended`, it must not crash the process.
    this.ended.catch(() => undefined);
    this.#joined.promise.catch(() => undefined);
    this.#failures = new MemberFailures(context.clock, (error) => this.#classify(error));
    this.#session = new MemberSession(context.clock, context.sessionTimeoutMs);
    this.#membership = new GroupMembership(context, {
      onHeard: (sentAtMs) => this.#session.heard(sentAtMs),
      onRebalance: () => this.#rebalance(),
      onLost: (error) => this.#lose(error),
    });
    this.#transport = new TransportWatch(context.observer);
    this.#topic = new TopicPolling(context, {
      onMissing: () => this.#leaveDeleted(),
      onRecreated: () => this.#startOver(),
    });
    this.#work = this.#createWork();
  }

  /** Resolves when the member has joined for the first time. */
  async start(): Promise<void> {
    try {
      await this.#client.leaders(this.#context.topic);
    } catch (error) {
      await this.#client.disconnect();
      throw this.#classify(error);
    }
    this.#running = this.#run();
    await this.#joined.promise;
  }

  assignments(): readonly number[] {
    return this.#assigned;
  }

  async close(options?: CloseOptions): Promise<void> {
    const deadlineMs = closeDeadlineMs(options, this.#context.closeDeadlineMs);
    this.#closed ??= this.#close(deadlineMs);
    return this.#closed;
  }

  /**
   * Ends as the end of the process would: without a commit and without leaving the group. `ended` does not settle.
   */
  abandon(): void {
    this.#isAbandoned = true;
    this.#closing.abort();
    this.#topic.stop();
    this.#membership.stop();
    this.#work.abandon();
    this.#client.sever();
  }

  #createWork(): MemberWork {
    const context = this.#context;
    return new MemberWork(context, {
      delivery: {
        ...context,
        slots: new HandlerSlots(context.maxConcurrentPartitions),
        attempts: new DeliveryAttempts(),
        session: this.#session,
      },
      failures: this.#failures,
      events: {
        onLost: (error) => this.#lose(error),
        onFatal: (error) => this.#fail(error),
        onFailed: (error) => this.#transport.failed(this.#classify(error)),
        onAnswered: () => this.#transport.answered(),
        onPartitionsChanged: () => this.#countAgain(),
        onTopicDoubted: () => this.#topic.check(),
        isJoining: () => this.#membership.isJoining,
        topicId: () => this.#topic.id,
      },
    });
  }

  async #run(): Promise<void> {
    await this.#topic.check();
    void this.#topic.run();
    while (!this.#closing.signal.aborted) {
      try {
        await this.#runGeneration();
      } catch (error) {
        await this.#recover(error);
      }
    }
    this.#topic.stop();
    this.#generation.abort();
    if (this.#isAbandoned) return;
    await this.#work.release(this.#work.partitions(), this.#closingMs());
    this.#work.end();
    this.#membership.stop();
    if (this.#failure !== undefined) this.#end(this.#failure);
  }

  async #runGeneration(): Promise<void> {
    const { signal } = this.#closing;
    const joined = await this.#join();
    if (joined === undefined) return;
    const assigned = await syncGroup(this.#context, joined);
    if (signal.aborted) return;
    this.#rejoin.lower();
    this.#membership.enter(joined.membership);
    this.#work.enter(joined.membership);
    void this.#assignAgain(assigned.missingTopics);
    const hasMoved = await this.#adopt(joined, assigned.partitions);
    this.#failures.joined();
    this.#transport.answered();
    this.#joined.resolve();
    // What was given up is assigned in the next generation.
    if (hasMoved || this.#hasNewPartitions) return;
    await this.#rejoin.raised(signal);
  }

  /** Joins, while it works on what it holds. Undefined if the membership or the subscription ends meanwhile. */
  async #join(): Promise<JoinedGroup | undefined> {
    const { signal } = this.#closing;
    this.#rejoin.lower();
    this.#generation.abort();
    this.#generation = new AbortController();
    this.#hasNewPartitions = false;
    // The members of other clients give up their partitions before they join, and expect the same.
    if (!this.#isCooperative) await this.#giveUp(this.#work.partitions());
    const joining = this.#membership.join(this.#work.partitions());
    joining.catch(() => undefined);
    const settled = new AbortController();
    const overtaken = this.#rejoin.raised(signal, settled.signal);
    const joined = await Promise.race([joining, overtaken]).finally(() => settled.abort());
    if (joined === undefined || signal.aborted) return undefined;
    this.#isCooperative = joined.isCooperative;
    if (!joined.isCooperative) await this.#giveUp(this.#work.partitions());
    return joined;
  }

  /** Takes partitions that are new, and gives up those that have moved. True if some have moved. */
  async #adopt({ membership }: JoinedGroup, assigned: readonly number[]): Promise<boolean> {
    const starts = this.#starts;
    const held = this.#work.partitions();
    const added = assigned.filter((partition) => !held.includes(partition));
    if (added.length > 0) {
      const { client, topic } = this.#context;
      const found = await findPositions(this.#context, membership, this.#topic, added);
      const leaders = await client.leaders(topic);
      // Another topic, or another membership, has begun meanwhile. These positions are not valid in it.
      if (starts !== this.#starts) return false;
      if (found.isOfFormerTopic) this.#topic.announceNew();
      this.#work.take(found.positions, leaders);
    }
    const moved = held.filter((partition) => !assigned.includes(partition));
    await this.#giveUp(moved);
    if (starts !== this.#starts) return false;
    this.#assign(this.#work.partitions());
    return moved.length > 0;
  }

  /** As the leader, assigns topics that the brokers did not know, once they do. */
  async #assignAgain(missingTopics: readonly string[]): Promise<void> {
    if (missingTopics.length === 0) return;
    if (await this.#topic.appears(missingTopics, this.#generation.signal)) this.#countAgain();
  }

  async #giveUp(partitions: readonly number[]): Promise<void> {
    if (partitions.length === 0) return;
    await this.#work.release(partitions, this.#settlingMs());
    this.#assigned = this.#work.partitions();
  }

  /**
   * How long batches in flight may take in a rebalance: its time-out less the time to notice it and to join again.
   */
  #settlingMs(): number {
    const { rebalanceTimeoutMs, heartbeatIntervalMs } = this.#context;
    const leftMs = rebalanceTimeoutMs - heartbeatIntervalMs - JOINING_MS;
    return Math.max(leftMs, rebalanceTimeoutMs / 2);
  }

  #closingMs(): number {
    if (this.#deadline === undefined) return this.#settlingMs();
    return Math.max(0, this.#deadline - this.#context.clock.monotonic());
  }

  #assign(partitions: readonly number[]): void {
    const { logger, observer, group, topic, member } = this.#context;
    this.#assigned = partitions;
    logger.debug('partitions assigned', { group, topic, member, partitions });
    observer.assigned?.(partitions);
  }

  #rebalance(): void {
    if (this.#membership.isJoining) return;
    this.#failures.endedWell();
    this.#rejoin.raise();
  }

  /** The topic has more partitions: joins again, so that the leader of the group assigns them. */
  #countAgain(): void {
    this.#hasNewPartitions = true;
    if (!this.#membership.isJoining) this.#rejoin.raise();
  }

  /** A rebalance right after the deletion may have been assigned by a broker that still knew the topic. */
  #leaveDeleted(): void {
    if (this.#work.partitions().length > 0) this.#countAgain();
  }

  /** The work no longer counts. Joins again. */
  #lose(error: unknown): void {
    this.#membership.lose(error);
    this.#startOver();
  }

  /** Drops all work and joins again without it. */
  #startOver(): void {
    this.#starts += 1;
    this.#work.lose();
    if (this.#assigned.length > 0) this.#assign([]);
    this.#rejoin.raise();
  }

  /** Backs off before the next attempt, or ends the member if no retry can help. */
  async #recover(error: unknown): Promise<void> {
    const { client, clock, random, group, logger } = this.#context;
    if (this.#closing.signal.aborted) return;
    if (isMembershipLost(error)) this.#lose(error);
    const failures = this.#failures.joinFailed(error);
    if (failures === 'fatal') {
      this.#fail(error);
      return;
    }
    if (isMembershipLost(error) || kafkaErrorType(error) === 'REBALANCE_IN_PROGRESS') return;
    this.#transport.failed(this.#classify(error));
    logger.debug('a member failed to join and retries', { group, failures, error: String(error) });
    client.forgetCoordinator(group);
    await clock.sleep(retryDelayMs(RETRY, failures, random), this.#closing.signal);
    // If no broker answers, the next attempt reports it.
    await client.refreshMetadata().catch(() => undefined);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#closing.abort();
  }

  /** Ends by itself, when the work in flight is done. */
  #end(cause: unknown): void {
    const error = this.#classify(cause);
    this.#context.logger.error(error.message, { member: this.member, reason: error.reason });
    this.#assigned = [];
    this.#joined.reject(error);
    this.#ended.reject(error);
    void this.#leave();
  }

  async #close(deadlineMs: number): Promise<void> {
    const { clock } = this.#context;
    this.#deadline = clock.monotonic() + deadlineMs;
    this.#closing.abort();
    await settlesWithin(clock, deadlineMs + 1_000, Promise.resolve(this.#running));
    if (this.#isAbandoned) return;
    this.#work.end();
    await this.#leave();
    this.#assigned = [];
    this.#joined.reject(closedError('subscribe'));
    this.#ended.resolve();
  }

  async #leave(): Promise<void> {
    await this.#membership.leave();
    await this.#client.disconnect();
  }

  #classify(error: unknown): PortError {
    if (isPortError(error)) return error;
    const { group, topic } = this.#context;
    const isTopic = kafkaErrorType(error)?.includes('TOPIC') === true;
    return classifyKafkaError(error, {
      operation: 'subscribe',
      servers: this.#servers,
      subject: isTopic ? topic : `${group} to ${topic}`,
    });
  }
}
