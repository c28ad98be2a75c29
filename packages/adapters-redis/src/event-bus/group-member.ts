import {
  closeDeadlineMs,
  DeliveryAttempts,
  HandlerSlots,
  isRetryableError,
  retryDelayMs,
  settlesWithin,
  type BatchHandler,
  type CloseOptions,
  type SubscribeOptions,
  type Subscription,
  type SubscriptionObserver,
} from '@foldmart/core';
import type { RedisDependencies } from '../dependencies.js';
import type { RedisOptions } from '../options.js';
import type { RedisConnection } from '../redis-connection.js';
import { busClosed } from './bus-errors.js';
import { isFenced } from './commit-pipeline.js';
import { GroupMembership, type Heartbeat, type PartitionState } from './group-membership.js';
import { LossReporter } from './loss-reporter.js';
import {
  PartitionWorker,
  type PartitionLease,
  type PartitionWorkerOptions,
} from './partition-worker.js';
import { ReadBounds } from './read-bounds.js';
import { StreamReader } from './stream-reader.js';
import { BEGINNING } from './stream-position.js';
import type { TopicDirectory } from './topic-directory.js';
import { WakeUp } from './wake-up.js';

/** How long leaving may take beyond the deadline of a close, if Redis does not answer. */
const LEAVE_MS = 1_000;

export interface GroupMemberParts {
  readonly subscribe: SubscribeOptions;
  readonly handler: BatchHandler;
  readonly options: RedisOptions['bus'];
  readonly dependencies: RedisDependencies;
  readonly commands: RedisConnection;
  /** A connection of its own, for blocking reads. */
  readonly reading: RedisConnection;
  readonly directory: TopicDirectory;
}

/** A member of a group: sends heartbeats, and runs one worker for each partition it holds. */
export class GroupMember implements Subscription {
  readonly member: string;
  readonly ended: Promise<void>;
  readonly #parts: GroupMemberParts;
  readonly #observer: SubscriptionObserver;
  readonly #membership: GroupMembership;
  readonly #losses: LossReporter;
  readonly #wakeUp: WakeUp;
  readonly #workers = new Map<number, PartitionWorker>();
  /** Workers of lost partitions whose handlers still run. Their partitions are not taken again before that. */
  readonly #lingering = new Map<number, PartitionWorker>();
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
    this.#observer = subscribe.observer ?? {};
    this.#losses = new LossReporter(this.#observer);
    this.#wakeUp = new WakeUp(dependencies.clock);
    const { sessionTimeoutMs } = options;
    this.#membership = new GroupMembership(commands, directory, { ...subscribe, sessionTimeoutMs });
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
    const signalId = await this.#membership.join(startFrom, suffix);
    if (this.#state !== 'active') {
      await this.#leave([]);
      throw busClosed('subscribe');
    }
    this.#reader = this.#makeReader(signalId);
    this.#beating = this.#beat();
    void this.#reader.run();
  }

  assignments(): readonly number[] {
    return [...this.#workers.keys()].sort((left, right) => left - right);
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
      } catch (error) {
        if (!isRetryableError(error)) {
          this.#fail(error);
          return;
        }
        failures += 1;
        delayMs = retryDelayMs(this.#parts.options.retry, failures, random);
      }
      await this.#wakeUp.pause(delayMs);
    }
  }

  async #beatOnce(): Promise<number> {
    await this.#releaseDrained();
    const state = await this.#membership.beat(this.#notToTake());
    this.#apply(state);
    const { heartbeatIntervalMs, sessionTimeoutMs } = this.#parts.options;
    const intervalMs = Math.min(heartbeatIntervalMs, sessionTimeoutMs / 3);
    return Math.min(intervalMs, (state.nextExpiryMs ?? intervalMs) + 1);
  }

  #notToTake(): Iterable<number> {
    if (this.#state !== 'active') return Array(this.#partitionCount).keys();
    return [...this.#workers.keys(), ...this.#lingering.keys()];
  }

  #apply(state: Heartbeat): void {
    if (this.#state === 'over') return;
    const before = this.assignments().join();
    this.#partitionCount = state.partitions.length;
    this.#losses.learn(state);
    for (const partition of state.partitions) this.#applyPartition(partition);
    this.#shed(state.share);
    if (this.assignments().join() !== before) this.#observer.assigned?.(this.assignments());
  }

  #applyPartition(state: PartitionState): void {
    const worker = this.#workers.get(state.partition);
    if (worker && worker.lease.token !== state.token) this.#drop(worker);
    else if (worker && state.kept === 0) worker.skipTo(state.last);
    const isFree = !this.#workers.has(state.partition) && !this.#lingering.has(state.partition);
    if (state.token !== undefined && isFree && this.#state === 'active') {
      this.#take(state, state.token);
    }
  }

  #take(state: PartitionState, token: string): void {
    this.#losses.taken(state);
    const lease = {
      topic: this.#parts.subscribe.topic,
      partition: state.partition,
      token,
      start: state.committed ?? BEGINNING,
      isContinued: state.committed !== undefined,
    };
    this.#workers.set(state.partition, new PartitionWorker(lease, this.#workerOptions));
  }

  /** Releases the partitions beyond this member's share, each when its batch is done. */
  #shed(share: number): void {
    const kept = [...this.#workers.values()].filter((worker) => !worker.isStopping);
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
    const drained = [...this.#drained].filter((worker) => this.#isCurrent(worker));
    this.#drained.clear();
    if (drained.length === 0) return;
    try {
      await this.#membership.release(
        drained.map(({ lease }) => lease),
        'stay',
      );
    } catch (error) {
      for (const worker of drained) this.#drained.add(worker);
      throw error;
    }
    for (const { lease } of drained) this.#workers.delete(lease.partition);
    this.#observer.assigned?.(this.assignments());
  }

  /** The lease is lost: work in flight no longer counts. */
  #drop(worker: PartitionWorker): void {
    const { partition } = worker.lease;
    this.#workers.delete(partition);
    this.#lingering.set(partition, worker);
    worker.lose();
    void worker.done.then(() => {
      this.#lingering.delete(partition);
      this.#wakeUp.call();
    });
  }

  #commitFailed(lease: PartitionLease, error: unknown): void {
    if (!isFenced(error)) {
      this.#fail(error);
      return;
    }
    const worker = this.#workers.get(lease.partition);
    if (worker?.lease !== lease) return;
    this.#drop(worker);
    this.#observer.assigned?.(this.assignments());
  }

  #isCurrent(worker: PartitionWorker): boolean {
    return this.#workers.get(worker.lease.partition) === worker;
  }

  #fail(error: unknown): void {
    if (this.#state === 'over') return;
    this.#end();
    this.#rejectEnded(error);
  }

  #end(): void {
    this.#state = 'over';
    for (const worker of this.#workers.values()) worker.lose();
    this.#workers.clear();
    this.#reader?.stop();
    this.#wakeUp.call();
  }

  async #close(deadlineMs: number): Promise<void> {
    if (this.#state === 'over') return;
    this.#state = 'closing';
    const workers = [...this.#workers.values()];
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
      const leases = workers.map(({ lease }) => lease);
      await this.#membership.release(leases, 'leave');
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
        retry: options.retry,
      },
      commit: (lease, position) => this.#membership.commit(lease, position),
      committed: ({ partition }, position) => this.#losses.committed(partition, position),
      commitFailed: (lease, error) => this.#commitFailed(lease, error),
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
      hungryWorkers: () => [...this.#workers.values()].filter((worker) => worker.isHungry),
      signalled: () => this.#wakeUp.call(),
      failed: (error) => this.#fail(error),
    });
  }
}
