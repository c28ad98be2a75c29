import {
  PartitionDelivery,
  type DeliveredMessage,
  type DeliveryContext,
  type MessageBatch,
} from '@foldmart/core';
import { decodeEntry, type StreamEntry } from '../codec.js';
import { CommitPipeline } from './commit-pipeline.js';
import { nextOffset, parsePosition, type StreamPosition } from './stream-position.js';

/** A partition held under one lease. */
export interface PartitionLease {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly token: string;
  /** The position of the last message not to read again. */
  readonly start: StreamPosition;
  /** Whether the message after `start` must be the first to arrive, so that a gap can be detected. */
  readonly isContinued: boolean;
}

export interface PartitionWorkerOptions {
  readonly delivery: DeliveryContext;
  readonly commit: (lease: PartitionLease, position: StreamPosition) => Promise<void>;
  readonly committed: (lease: PartitionLease, position: StreamPosition) => void;
  readonly commitFailed: (lease: PartitionLease, error: unknown) => void;
  /** Messages are missing: find out whether the topic is still the same, and then `confirm`. */
  readonly doubtful: () => void;
  /** The worker has room for messages. */
  readonly hungry: (worker: PartitionWorker) => void;
}

/** Handles the messages of one partition while the lease lasts: one batch after another, each until it succeeds. */
export class PartitionWorker {
  readonly lease: PartitionLease;
  /** Resolves when the worker has stopped, its handler has ended and no commit is pending. */
  readonly done: Promise<void>;
  readonly #options: PartitionWorkerOptions;
  readonly #commits: CommitPipeline;
  readonly #delivery: PartitionDelivery;
  #fetched: StreamPosition;
  /** The offset after the last batch that was handled; undefined before the first batch of a group. */
  #handled: string | undefined;
  #expectedOffset: number | undefined;
  #fetchedBatch: readonly DeliveredMessage[] = [];
  #isBacklogged = false;
  #isBusy = false;
  #doubt: 'none' | 'open' | 'settled' = 'none';
  #wake: (() => void) | undefined;

  constructor(lease: PartitionLease, options: PartitionWorkerOptions) {
    this.lease = lease;
    this.#options = options;
    this.#fetched = lease.start;
    this.#expectedOffset = lease.isContinued ? lease.start.offset + 1 : undefined;
    this.#handled = lease.isContinued ? nextOffset(lease.start) : undefined;
    this.#delivery = new PartitionDelivery(options.delivery);
    const { retry, clock, random } = options.delivery;
    this.#commits = new CommitPipeline({
      retry,
      clock,
      random,
      commit: (position) => options.commit(lease, position),
      committed: (position) => options.committed(lease, position),
      failed: (error) => options.commitFailed(lease, error),
    });
    this.done = this.#run();
  }

  get isStopping(): boolean {
    return this.#delivery.isStopping;
  }

  /** The position to read from. */
  get fetched(): StreamPosition {
    return this.#fetched;
  }

  /**
   * Whether to read more: if there is nothing to handle, or ahead of the handler if there is a backlog. Without a
   * backlog, waiting for the handler makes the next batch larger.
   */
  get isHungry(): boolean {
    if (this.isStopping || this.#fetchedBatch.length > 0 || this.#doubt === 'open') return false;
    return !this.#isBusy || this.#isBacklogged;
  }

  /** Takes what was read after `from`. Ignored if the position has changed since. */
  accept(from: StreamPosition, entries: readonly StreamEntry[], isFull: boolean): void {
    const last = entries.at(-1);
    if (this.isStopping || from !== this.#fetched || last === undefined) return;
    if (this.#isDoubtful(entries)) {
      this.#options.doubtful();
      return;
    }
    const { topic, partition } = this.lease;
    this.#fetchedBatch = entries.map((entry) => decodeEntry(topic, partition, entry));
    this.#isBacklogged = isFull;
    this.#isBusy = true;
    this.#reportGap(Number(this.#fetchedBatch[0]?.offset));
    this.#fetched = parsePosition(last[0].toString('latin1'));
    this.#expectedOffset = this.#fetched.offset + 1;
    this.#wake?.();
  }

  /** The topic is still the one that the lease is for: what is missing was removed from it. */
  confirm(): void {
    if (this.#doubt !== 'open' || this.isStopping) return;
    this.#doubt = 'settled';
    this.#options.hungry(this);
  }

  /** Continues after `last` if nothing is kept that this group has not read. */
  skipTo(last: StreamPosition): void {
    const isIdle = !this.#isBusy && this.#fetchedBatch.length === 0;
    if (!isIdle || this.isStopping || last.offset <= this.#fetched.offset) return;
    this.#reportGap(last.offset + 1);
    this.#fetched = last;
    this.#expectedOffset = last.offset + 1;
  }

  /** Starts no other handler. A running one may finish, and is committed. */
  stop(): void {
    this.#delivery.stop();
    this.#wake?.();
  }

  /** Stops and commits nothing more: the lease is lost. */
  lose(): void {
    this.#commits.stop();
    this.#delivery.lose();
    this.#wake?.();
  }

  async #run(): Promise<void> {
    for (let messages = await this.#next(); messages.length > 0; messages = await this.#next()) {
      const last = messages.at(-1);
      if (last === undefined) break;
      const position = { ms: last.timestampMs, offset: Number(last.offset) };
      const batch = this.#toBatch(messages, nextOffset(position));
      if (!(await this.#delivery.deliver(batch))) break;
      this.#handled = batch.position.next;
      await this.#commits.submit(position);
    }
    await this.#commits.settled();
  }

  #toBatch(messages: readonly DeliveredMessage[], next: string): MessageBatch {
    const { topic, topicId, partition } = this.lease;
    const from = this.#handled ?? messages[0]?.offset ?? next;
    return { topic, partition, position: { from, next, topicId }, messages };
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
        this.#wake = resolve;
        this.#options.hungry(this);
      });
    }
    return [];
  }

  /** Whether entries do not continue where the last ones ended, which may be since they are of another topic. */
  #isDoubtful([first]: readonly StreamEntry[]): boolean {
    if (first === undefined || this.#expectedOffset === undefined) return false;
    const isGap = parsePosition(first[0].toString('latin1')).offset > this.#expectedOffset;
    this.#doubt = isGap && this.#doubt !== 'settled' ? 'open' : 'none';
    return this.#doubt === 'open';
  }

  #reportGap(nextKept: number): void {
    if (this.#expectedOffset === undefined || nextKept <= this.#expectedOffset) return;
    this.#options.delivery.observer.lost?.({
      partition: this.lease.partition,
      from: nextOffset(this.#fetched),
      to: String(nextKept),
      reason: 'removed before this group read them',
    });
  }
}
