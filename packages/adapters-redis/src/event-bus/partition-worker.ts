import {
  retryDelayMs,
  type BatchHandler,
  type Clock,
  type DeliveredMessage,
  type Random,
  type RetryPolicy,
  type SubscriptionObserver,
} from '@foldmart/core';
import { decodeEntry, type StreamEntry } from '../codec.js';
import { CommitPipeline } from './commit-pipeline.js';
import type { HandlerSlots } from './handler-slots.js';
import { nextOffset, parsePosition, type StreamPosition } from './stream-position.js';

/** A partition under one lease. */
export interface PartitionLease {
  readonly topic: string;
  readonly partition: number;
  readonly token: string;
  /** The last message not to be read again. */
  readonly start: StreamPosition;
  /** Whether the message behind `start` should be the first to come, so that a gap can be told. */
  readonly isContinued: boolean;
}

/** What a worker needs, and whom it tells. */
export interface PartitionWorkerOptions {
  readonly handler: BatchHandler;
  readonly slots: HandlerSlots;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly observer: SubscriptionObserver;
  readonly commit: (lease: PartitionLease, position: StreamPosition) => Promise<void>;
  readonly committed: (lease: PartitionLease, position: StreamPosition) => void;
  readonly commitFailed: (lease: PartitionLease, error: unknown) => void;
  /** There is room for messages again. */
  readonly hungry: (worker: PartitionWorker) => void;
}

/** Handles the messages of one partition for as long as its lease lasts: batch after batch, each until it succeeds. */
export class PartitionWorker {
  readonly lease: PartitionLease;
  /** Resolves when no handler runs, nothing waits to be committed, and nothing more will. */
  readonly done: Promise<void>;
  readonly #options: PartitionWorkerOptions;
  readonly #commits: CommitPipeline;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  #fetched: StreamPosition;
  #expectedOffset: number | undefined;
  #fetchedBatch: readonly DeliveredMessage[] = [];
  #isBacklogged = false;
  #isBusy = false;
  #deliver: (() => void) | undefined;

  constructor(lease: PartitionLease, options: PartitionWorkerOptions) {
    this.lease = lease;
    this.#options = options;
    this.#fetched = lease.start;
    this.#expectedOffset = lease.isContinued ? lease.start.offset + 1 : undefined;
    this.#commits = new CommitPipeline({
      retry: options.retry,
      clock: options.clock,
      random: options.random,
      commit: (position) => options.commit(lease, position),
      committed: (position) => options.committed(lease, position),
      failed: (error) => options.commitFailed(lease, error),
    });
    this.done = this.#run();
  }

  get isStopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Where to read next. */
  get fetched(): StreamPosition {
    return this.#fetched;
  }

  /**
   * Whether messages should be read: when there is nothing to handle, and ahead of that while there is a backlog.
   * Without a backlog, waiting for the handler lets a larger batch gather.
   */
  get isHungry(): boolean {
    if (this.isStopping || this.#fetchedBatch.length > 0) return false;
    return !this.#isBusy || this.#isBacklogged;
  }

  /** Takes what was read behind `from`; ignored where the place has changed since. */
  accept(from: StreamPosition, entries: readonly StreamEntry[], isFull: boolean): void {
    const last = entries.at(-1);
    if (this.isStopping || from !== this.#fetched || last === undefined) return;
    const { topic, partition } = this.lease;
    this.#fetchedBatch = entries.map((entry) => decodeEntry(topic, partition, entry));
    this.#isBacklogged = isFull;
    this.#isBusy = true;
    this.#reportGap(Number(this.#fetchedBatch[0]?.offset));
    this.#fetched = parsePosition(last[0].toString('latin1'));
    this.#expectedOffset = this.#fetched.offset + 1;
    this.#deliver?.();
  }

  /** Goes on behind `last` where nothing is kept that this group has not read. */
  skipTo(last: StreamPosition): void {
    const isIdle = !this.#isBusy && this.#fetchedBatch.length === 0;
    if (!isIdle || this.isStopping || last.offset <= this.#fetched.offset) return;
    this.#reportGap(last.offset + 1);
    this.#fetched = last;
    this.#expectedOffset = last.offset + 1;
  }

  /** Starts no handler any more; what runs may finish and is committed. */
  stop(): void {
    this.#stop.abort();
    this.#deliver?.();
  }

  /** Stops, and commits nothing any more: the lease is lost. */
  abort(): void {
    this.#commits.stop();
    this.#lost.abort();
    this.stop();
  }

  async #run(): Promise<void> {
    for (let batch = await this.#next(); batch.length > 0; batch = await this.#next()) {
      const isHandled = await this.#handle(batch);
      const last = batch.at(-1);
      if (!isHandled || last === undefined) break;
      await this.#commits.submit({ ms: last.timestampMs, offset: Number(last.offset) });
    }
    await this.#commits.settled();
  }

  async #next(): Promise<readonly DeliveredMessage[]> {
    while (!this.isStopping) {
      const batch = this.#fetchedBatch;
      this.#fetchedBatch = [];
      if (batch.length > 0) {
        if (this.#isBacklogged) this.#options.hungry(this);
        return batch;
      }
      this.#isBusy = false;
      await new Promise<void>((resolve) => {
        this.#deliver = resolve;
        this.#options.hungry(this);
      });
    }
    return [];
  }

  /** Whether it succeeded while it still counted. */
  async #handle(messages: readonly DeliveredMessage[]): Promise<boolean> {
    const { topic, partition } = this.lease;
    for (let attempt = 1; !this.isStopping; attempt += 1) {
      const error = await this.#attempt({ topic, partition, messages }, attempt);
      if (error === undefined) return !this.#lost.signal.aborted;
      await this.#pauseAfter(error.thrown, attempt);
    }
    return false;
  }

  async #attempt(
    batch: Parameters<BatchHandler>[0],
    attempt: number,
  ): Promise<{ readonly thrown: unknown } | undefined> {
    const { slots, handler } = this.#options;
    await slots.take();
    try {
      if (this.isStopping) return { thrown: undefined };
      await handler(batch, { attempt, signal: this.#lost.signal });
      return undefined;
    } catch (error) {
      return { thrown: error };
    } finally {
      slots.nack();
    }
  }

  async #pauseAfter(error: unknown, attempt: number): Promise<void> {
    if (this.isStopping) return;
    const { retry, random, clock, observer } = this.#options;
    const delayMs = retryDelayMs(retry, attempt, random);
    observer.retrying?.({ partition: this.lease.partition, attempt, delayMs, error });
    await clock.sleep(delayMs, this.#stop.signal);
  }

  #reportGap(nextKept: number): void {
    if (this.#expectedOffset === undefined || nextKept <= this.#expectedOffset) return;
    this.#options.observer.lost?.({
      partition: this.lease.partition,
      from: nextOffset(this.#fetched),
      to: String(nextKept),
      reason: 'removed before this group had read them',
    });
  }
}
