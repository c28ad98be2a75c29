import {
  AssignmentReports,
  closeDeadlineMs,
  DeliveryAttempts,
  guardedObserver,
  HandlerSlots,
  isRetryableError,
  MemberSession,
  retryDelayMs,
  settlesWithin,
  TopicWatch,
  TransportWatch,
  type CloseOptions,
  type Subscription,
  type SubscriptionObserver,
} from '@foldmart/core';
import { busClosed, isUnknownTopic } from './bus-errors.js';
import { isFenced } from './commit-pipeline.js';
import type { GroupMemberParts } from './group-member-parts.js';
import { GroupMembership, type Heartbeat, type PartitionState } from './group-membership.js';
import { HeldPartitions } from './held-partitions.js';
import { LossReporter } from './loss-reporter.js';
import {
  PartitionWorker,
  type PartitionLease,
  type PartitionWorkerOptions,
} from './partition-worker.js';
import { ReadBounds } from './read-bounds.js';
import { StreamReader } from './stream-reader.js';
import { BEGINNING } from './stream-position.js';
import { WakeUp } from './wake-up.js';

/** How often a member looks whether its deleted topic was created again. */
const TOPIC_POLL_MS = 3_000;

/** How long leaving may take beyond the deadline of a close, if Redis does not answer. */
const LEAVE_MS = 1_000;

/** A member of a group: sends heartbeats, and runs one worker for each partition it holds. */
export class GroupMember implements Subscription {
  readonly member: string;
  readonly ended: Promise<void>;
  readonly #parts: GroupMemberParts;
  readonly #observer: SubscriptionObserver;
  readonly #membership: GroupMembership;
  readonly #session: MemberSession;
  readonly #losses: LossReporter;
  readonly #assignments: AssignmentReports;
  readonly #topic: TopicWatch;
  readonly #transport: TransportWatch;
  readonly #wakeUp: WakeUp;
  readonly #held: HeldPartitions;
  readonly #drained = new Set<PartitionWorker>();
  readonly #workerOptions: PartitionWorkerOptions;
  #reader: StreamReader | undefined;
  #partitionCount = 0;
  #state: 'active' | 'closing' | 'over' = 'active';
  #closing: Promise<void> | undefined;
  #beating = Promise.resolve();
  #resolveEnded!: () => void;
  #rejectEnded!: (error: unknown) => void;

  constructor(parts: GroupMemberParts) {
    const { subscribe, commands, directory, options, dependencies } = parts;
    this.member = subscribe.member;
    this.#parts = parts;
    this.#observer = guardedObserver(subscribe.observer, { ...dependencies, member: this.member });
    this.#losses = new LossReporter(this.#observer);
    this.#assignments = new AssignmentReports(this.#observer);
    this.#topic = new TopicWatch(subscribe, { ...dependencies, observer: this.#observer });
    this.#transport = new TransportWatch(this.#observer);
    this.#wakeUp = new WakeUp(dependencies.clock);
    this.#held = new HeldPartitions(() => this.#wakeUp.call());
    const { sessionTimeoutMs } = options;
    this.#membership = new GroupMembership(commands, directory, { ...subscribe, sessionTimeoutMs });
    this.#session = new MemberSession(dependencies.clock, sessionTimeoutMs);
    this.#workerOptions = this.#makeWorkerOptions();
    this.ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve;
      this.#rejectEnded = reject;
    });
    // Log the failure if nobody awaits `ended`, and do not crash the process.
    this.ended.catch((error: unknown) => {
      dependencies.logger.error('a subscription ended', { member: this.member, error });
    });
  }

  /** Joins the group and starts to work. */
  async start(): Promise<void> {
    const { subscribe, dependencies } = this.#parts;
    const suffix = Math.floor(dependencies.random.next() * 2 ** 48).toString(36);
    const startFrom = subscribe.startFrom ?? 'earliest';
    const { signalId, topicId, isNewTopic } = await this.#membership.join(startFrom, suffix);
    if (this.#state !== 'active') {
      await this.#leave([]);
      throw busClosed('subscribe');
    }
    this.#topic.found(topicId);
    if (isNewTopic) this.#topic.recreated();
    this.#reader = this.#makeReader(signalId);
    this.#beating = this.#beat();
    void this.#reader.run();
  }

  assignments(): readonly number[] {
    return this.#held.numbers;
  }

  async close(options?: CloseOptions): Promise<void> {
    const deadlineMs = closeDeadlineMs(options, this.#parts.options.closeDeadlineMs);
    this.#closing ??= this.#close(deadlineMs);
    return this.#closing;
  }

  /** Ends at once and leaves the group to the session time-out. */
  abandon(): void {
    this.#end();
    this.#closing ??= Promise.resolve();
  }

  async #beat(): Promise<void> {
    const { random } = this.#parts.dependencies;
    for (let failures = 0; this.#state !== 'over';) {
      let delayMs: number;
      try {
        delayMs = await this.#beatOnce();
        failures = 0;
        this.#transport.answered();
      } catch (error) {
        if (!isRetryableError(error)) {
          this.#fail(error);
          return;
        }
        failures += 1;
        if (this.#state === 'active') this.#transport.failed(error);
        delayMs = retryDelayMs(this.#parts.options.retry, failures, random);
      }
      await this.#wakeUp.pause(delayMs);
    }
  }

  async #beatOnce(): Promise<number> {
    await this.#releaseDrained();
    const { heartbeatIntervalMs, sessionTimeoutMs } = this.#parts.options;
    const intervalMs = Math.min(heartbeatIntervalMs, sessionTimeoutMs / 3);
    const sentAtMs = this.#parts.dependencies.clock.monotonic();
    const state = await this.#topicState();
    if (state === undefined) {
      this.#waitForTopic();
      return Math.min(intervalMs, TOPIC_POLL_MS);
    }
    this.#apply(state);
    this.#session.heard(sentAtMs);
    return Math.min(intervalMs, (state.nextExpiryMs ?? intervalMs) + 1);
  }

  /** The reply to a heartbeat; undefined if there is no topic. */
  async #topicState(): Promise<Heartbeat | undefined> {
    try {
      return await this.#membership.beat(this.#notToTake());
    } catch (error) {
      if (isUnknownTopic(error)) return undefined;
      throw error;
    }
  }

  #waitForTopic(): void {
    if (this.#state !== 'active') return;
    if (!this.#topic.isMissing) this.#losses.deleted();
    this.#topic.missing();
    this.#held.dropAll();
    this.#assignments.report(this.assignments());
  }

  #notToTake(): Iterable<number> {
    if (this.#state !== 'active') return Array(this.#partitionCount).keys();
    return this.#held.notFree;
  }

  #apply(state: Heartbeat): void {
    if (this.#state === 'over') return;
    this.#partitionCount = state.partitions.length;
    this.#losses.learn(state);
    if (this.#topic.found(state.topicId)) {
      this.#held.dropAll();
      this.#parts.directory.forget(this.#parts.subscribe.topic);
    }
    for (const partition of state.partitions) this.#applyPartition(partition, state.topicId);
    this.#shed(state.share);
    this.#assignments.report(this.assignments());
  }

  #applyPartition(state: PartitionState, topicId: string): void {
    const worker = this.#held.of(state.partition);
    if (worker && worker.lease.token !== state.token) this.#held.drop(worker);
    else if (worker && state.kept === 0) worker.skipTo(state.last);
    worker?.confirm();
    const isFree = !this.#held.notFree.includes(state.partition);
    if (state.token !== undefined && isFree && this.#state === 'active') {
      this.#take(state, state.token, topicId);
    }
  }

  #take(state: PartitionState, token: string, topicId: string): void {
    this.#losses.taken(state);
    const lease = {
      topic: this.#parts.subscribe.topic,
      topicId,
      partition: state.partition,
      token,
      start: state.committed ?? BEGINNING,
      isContinued: state.committed !== undefined,
    };
    this.#held.add(new PartitionWorker(lease, this.#workerOptions));
  }

  /** Releases the partitions beyond this member's share, each when its batch is done. */
  #shed(share: number): void {
    const kept = this.#held.workers.filter((worker) => !worker.isStopping);
    if (this.#state !== 'active') return;
    for (const worker of kept.slice(share)) {
      worker.stop();
      void worker.done.then(() => {
        this.#drained.add(worker);
        this.#wakeUp.call();
      });
    }
  }

  async #releaseDrained(): Promise<void> {
    const drained = [...this.#drained].filter((worker) => this.#held.isHeldBy(worker));
    this.#drained.clear();
    if (drained.length === 0) return;
    try {
      await this.#membership.release(drained, 'stay');
    } catch (error) {
      for (const worker of drained) this.#drained.add(worker);
      throw error;
    }
    for (const worker of drained) this.#held.remove(worker);
    this.#assignments.report(this.assignments());
  }

  #commitFailed(lease: PartitionLease, error: unknown): void {
    if (!isFenced(error)) {
      this.#fail(error);
      return;
    }
    const worker = this.#held.of(lease.partition);
    if (worker?.lease !== lease) return;
    this.#held.drop(worker);
    this.#assignments.report(this.assignments());
  }

  #fail(error: unknown): void {
    if (this.#state === 'over') return;
    this.#end();
    this.#rejectEnded(error);
  }

  #end(): void {
    this.#state = 'over';
    this.#held.dropAll();
    this.#reader?.stop();
    this.#wakeUp.call();
  }

  async #close(deadlineMs: number): Promise<void> {
    if (this.#state === 'over') return;
    this.#state = 'closing';
    const { workers } = this.#held;
    for (const worker of workers) worker.stop();
    const { clock } = this.#parts.dependencies;
    await settlesWithin(clock, deadlineMs, Promise.all(workers.map(({ done }) => done)));
    this.#end();
    const left = this.#beating.then(() => this.#leave(workers));
    await settlesWithin(clock, LEAVE_MS, left);
    this.#resolveEnded();
  }

  async #leave(workers: readonly PartitionWorker[]): Promise<void> {
    try {
      await this.#membership.release(workers, 'leave');
    } catch (error) {
      const { logger } = this.#parts.dependencies;
      const { member } = this;
      logger.warn('a member could not leave its group: its session will expire', { member, error });
    }
  }

  #makeWorkerOptions(): PartitionWorkerOptions {
    const { subscribe, handler, options, dependencies } = this.#parts;
    return {
      delivery: {
        ...dependencies,
        handler,
        observer: this.#observer,
        slots: new HandlerSlots(subscribe.maxConcurrentPartitions ?? Number.POSITIVE_INFINITY),
        attempts: new DeliveryAttempts(),
        session: this.#session,
        retry: options.retry,
      },
      commit: (lease, position) => this.#membership.commit(lease, position),
      committed: ({ partition }, position) => this.#losses.committed(partition, position),
      commitFailed: (lease, error) => this.#commitFailed(lease, error),
      doubtful: () => this.#wakeUp.call(),
      hungry: (worker) => this.#reader?.poke(worker),
    };
  }

  #makeReader(signalId: string): StreamReader {
    const { subscribe, options, commands, reading, directory, dependencies } = this.#parts;
    return new StreamReader(signalId, {
      connection: reading,
      commands,
      clock: dependencies.clock,
      random: dependencies.random,
      retry: options.retry,
      blockMs: options.blockMs,
      bounds: new ReadBounds(
        subscribe.maxBatchMessages ?? options.maxBatchMessages,
        options.maxBatchBytes,
      ),
      signalKey: this.#membership.keys.signal,
      streamKey: (partition) => directory.keys(subscribe.topic).stream(partition),
      hungryWorkers: () => this.#held.workers.filter((worker) => worker.isHungry),
      signalled: () => this.#wakeUp.call(),
      failed: (error) => this.#fail(error),
      transport: this.#transport,
    });
  }
}
