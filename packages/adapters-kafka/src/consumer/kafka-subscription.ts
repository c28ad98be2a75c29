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
import { isMembershipLost } from './offset-committer.js';
import type { SubscriptionContext } from './subscription-context.js';

const RETRY: RetryPolicy = { firstDelayMs: 100, longestDelayMs: 2_000 };
/** How long a first joining, and a topic that was deleted and may come back, is waited for. */
const PATIENCE_MS = 30_000;
/** How often in a row an error that no rule knows is taken to be passing. */
const UNKNOWN_ERRORS = 5;

const LEAVE_MS = 2_000;
const JOINING_MS = 5_000;

type Deferred = { readonly promise: Promise<void>; resolve(): void; reject(error: unknown): void };

/** A member of a group: joins, works, joins anew when the group changes, until it is closed. */
export class KafkaSubscription implements Subscription {
  readonly member: string;
  readonly ended: Promise<void>;
  readonly #context: SubscriptionContext;
  readonly #client: KafkaClient;
  readonly #servers: readonly string[];
  readonly #state: MemberState;
  readonly #closing = new AbortController();
  readonly #joined = defer();
  readonly #ended = defer();
  #memberId = '';
  #generation: GroupGeneration | undefined;
  #assigned: readonly number[] = [];
  #deadline = Number.POSITIVE_INFINITY;
  #failingSince: number | undefined;
  #unknownErrors = 0;
  #running: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #hasJoined = false;
  #isAbandoned = false;

  constructor(context: SubscriptionContext, client: KafkaClient, servers: readonly string[]) {
    this.#context = context;
    this.#client = client;
    this.#servers = servers;
    this.member = context.member;
    this.ended = this.#ended.promise;
    // Whoever does not look at it learns of the end from the log.
    this.ended.catch(() => undefined);
    this.#joined.promise.catch(() => undefined);
    this.#state = {
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

  /** Ends as the end of the process would: without commit or farewell; `ended` stays open. */
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
        this.#failingSince = undefined;
        this.#unknownErrors = 0;
      } catch (error) {
        if (!(await this.#mayGoOn(error))) this.#fail(error);
      }
    }
  }

  async #runGeneration(): Promise<void> {
    const joined = await joinGroup(this.#context, this.#memberId, (memberId) => {
      this.#memberId = memberId;
    });
    if (this.#closing.signal.aborted) return;
    this.#generation = new GroupGeneration(this.#context, joined, this.#state, (error) =>
      this.#isFatal(error),
    );
    this.#assign([...joined.positions.keys()].sort((a, b) => a - b));
    this.#hasJoined = true;
    this.#joined.resolve();
    const { clock } = this.#context;
    try {
      const end = await this.#generation.run(this.#closing.signal, {
        rebalanceMs: this.#settlingMs(),
        closeMs: () => Math.max(0, this.#deadline - clock.monotonic()),
      });
      if (end === 'lost') this.#assign([]);
    } finally {
      this.#generation = undefined;
    }
  }

  /** What the group's waiting leaves to batches at work, once it is heard of and the joining is allowed for. */
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

  /** Whether the trouble may pass; if so, waits before the next attempt. */
  async #mayGoOn(error: unknown): Promise<boolean> {
    const { client, clock, random, group, logger } = this.#context;
    if (isMembershipLost(error)) this.#memberId = '';
    this.#failingSince ??= clock.monotonic();
    if (this.#closing.signal.aborted) return true;
    if (this.#isFatal(error) || this.#isTooLong(error)) return false;
    const type = kafkaErrorType(error);
    if (isMembershipLost(error) || type === 'REBALANCE_IN_PROGRESS') return true;
    logger.debug('a member could not go on and tries again', { group, error: String(error) });
    client.forgetCoordinator(group);
    await clock.sleep(retryDelayMs(RETRY, 3, random), this.#closing.signal);
    await client.refreshMetadata().catch(() => undefined);
    return true;
  }

  #isFatal(error: unknown): boolean {
    const { reason, code, isRetryable } = this.#classify(error);
    if (isRetryable || code === 'unknown-topic') return false;
    if (reason !== 'unknown') return true;
    this.#unknownErrors += 1;
    return this.#unknownErrors >= UNKNOWN_ERRORS;
  }

  #isTooLong(error: unknown): boolean {
    const forMs = this.#context.clock.monotonic() - (this.#failingSince ?? 0);
    const isBounded = !this.#hasJoined || this.#classify(error).code === 'unknown-topic';
    return isBounded && forMs > PATIENCE_MS;
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
    // A coordinator that cannot be told finds out when the session times out.
    const told = left?.catch((error: unknown) => {
      logger.debug('the group could not be told of a member that left', { error: String(error) });
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
