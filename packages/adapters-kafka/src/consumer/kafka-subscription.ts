import {
  closeDeadlineMs,
  DeliveryAttempts,
  HandlerSlots,
  isPortError,
  PortError,
  retryDelayMs,
  settlesWithin,
  type CloseOptions,
  type RetryPolicy,
  type Subscription,
} from '@foldmart/core';
import { classifyKafkaError, kafkaErrorType } from '../classify-error.js';
import { closedError } from '../closed-error.js';
import type { KafkaClient } from '../client/kafka-client.js';
import { GroupGeneration, type MemberState } from './group-generation.js';
import { joinGroup } from './group-joining.js';
import { MemberFailures } from './member-failures.js';
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';

const RETRY: RetryPolicy = { firstDelayMs: 100, longestDelayMs: 2_000 };
const LEAVE_MS = 2_000;
const JOINING_MS = 5_000;

type Deferred = { readonly promise: Promise<void>; resolve(): void; reject(error: unknown): void };

/** A member of a group: joins, works, and joins again after each rebalance, until it is closed. */
export class KafkaSubscription implements Subscription {
  readonly member: string;
  readonly ended: Promise<void>;
  readonly #context: SubscriptionContext;
  readonly #client: KafkaClient;
  readonly #servers: readonly string[];
  readonly #state: MemberState;
  readonly #failures: MemberFailures;
  readonly #closing = new AbortController();
  readonly #joined = defer();
  readonly #ended = defer();
  #memberId = '';
  #generation: GroupGeneration | undefined;
  #assigned: readonly number[] = [];
  #deadline = Number.POSITIVE_INFINITY;
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
    this.#state = {
      failures: this.#failures,
      delivery: {
        ...context,
        slots: new HandlerSlots(context.maxConcurrentPartitions),
        attempts: new DeliveryAttempts(),
      },
      leftBehind: new Map(),
    };
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
    this.#generation?.abandon();
    this.#client.sever();
  }

  async #run(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#runGeneration();
      } catch (error) {
        await this.#recover(error);
      }
    }
  }

  async #runGeneration(): Promise<void> {
    const joined = await joinGroup(this.#context, this.#memberId, (memberId) => {
      this.#memberId = memberId;
    });
    if (this.#closing.signal.aborted) return;
    this.#generation = new GroupGeneration(this.#context, joined, this.#state);
    this.#assign([...joined.positions.keys()].sort((a, b) => a - b));
    this.#failures.joined();
    this.#joined.resolve();
    const { clock } = this.#context;
    try {
      const end = await this.#generation.run(this.#closing.signal, {
        rebalanceMs: this.#settlingMs(),
        closeMs: () => Math.max(0, this.#deadline - clock.monotonic()),
      });
      if (end === 'lost') this.#assign([]);
      if (end === 'rebalance') this.#failures.endedWell();
      if (typeof end === 'object') this.#fail(end.failed);
    } finally {
      this.#generation = undefined;
    }
  }

  /**
   * How long batches in flight may take in a rebalance: its time-out less the time to notice it and to join again.
   */
  #settlingMs(): number {
    const { rebalanceTimeoutMs, heartbeatIntervalMs } = this.#context;
    const leftMs = rebalanceTimeoutMs - heartbeatIntervalMs - JOINING_MS;
    return Math.max(leftMs, rebalanceTimeoutMs / 2);
  }

  #assign(partitions: readonly number[]): void {
    const { logger, observer, group, topic, member } = this.#context;
    this.#assigned = partitions;
    logger.info('partitions assigned', { group, topic, member, partitions });
    observer.assigned?.(partitions);
  }

  /** Backs off before the next attempt, or ends the member if no retry can help. */
  async #recover(error: unknown): Promise<void> {
    const { client, clock, random, group, logger } = this.#context;
    if (isMembershipLost(error)) this.#memberId = '';
    if (this.#closing.signal.aborted) return;
    const failures = this.#failures.joinFailed(error);
    if (failures === 'fatal') {
      this.#fail(error);
      return;
    }
    if (isMembershipLost(error) || kafkaErrorType(error) === 'REBALANCE_IN_PROGRESS') return;
    logger.debug('a member failed to join and retries', { group, failures, error: String(error) });
    client.forgetCoordinator(group);
    await clock.sleep(retryDelayMs(RETRY, failures, random), this.#closing.signal);
    // If no broker answers, the next attempt reports it.
    await client.refreshMetadata().catch(() => undefined);
  }

  #fail(cause: unknown): void {
    const error = this.#classify(cause);
    this.#context.logger.error(error.message, { member: this.member, reason: error.reason });
    this.#closing.abort();
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
    await this.#leave();
    this.#assigned = [];
    this.#joined.reject(closedError('subscribe'));
    this.#ended.resolve();
  }

  async #leave(): Promise<void> {
    const { client, group, logger, clock } = this.#context;
    const left = this.#memberId === '' ? undefined : client.leaveGroup(group, this.#memberId);
    // If the coordinator cannot be reached, the session expires.
    const told = left?.catch((error: unknown) => {
      logger.debug('a member could not leave its group: its session will expire', {
        error: String(error),
      });
    });
    await settlesWithin(clock, LEAVE_MS, Promise.resolve(told));
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

function defer(): Deferred {
  let resolve = (): void => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) };
}
