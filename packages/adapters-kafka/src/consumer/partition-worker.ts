import { retryDelayMs, type MessageBatch } from '@foldmart/core';
import type { FetchedPartition } from '../client/kafka-client.js';
import { toDelivered } from '../codec.js';
import type { HandlingSlots } from './handling-slots.js';
import { RecordBuffer, type Slice } from './record-buffer.js';
import type { SubscriptionContext } from './subscription-context.js';

/** What failed last in a partition, remembered while the member holds it. */
export type Failure = { readonly offset: string; readonly failures: number };

export interface WorkerOptions {
  readonly partition: number;
  /** Where to begin. */
  readonly position: bigint;
  readonly slots: HandlingSlots;
  /** Survives the worker, so that attempts are counted across rebalances. */
  readonly failures: Map<number, Failure>;
  /** Ends when an earlier worker's handler for the same partition has come back. */
  readonly predecessor: Promise<void>;
  /** Everything before the offset is handled. */
  readonly onHandled: (partition: number, offset: bigint) => void;
  /** There is room for more. */
  readonly onHungry: () => void;
}

/** Handles one partition in one generation: batch after batch, each until its handler succeeds. */
export class PartitionWorker {
  readonly partition: number;
  readonly #context: SubscriptionContext;
  readonly #options: WorkerOptions;
  readonly #buffer = new RecordBuffer();
  readonly #stop = new AbortController();
  readonly #lost = new AbortController();
  #position: bigint;
  #isAbandoned = false;
  #isHandling = false;
  /** Whether it still waits for an earlier worker's handler. */
  #isQueued = false;
  #running: Promise<void> | undefined;

  constructor(context: SubscriptionContext, options: WorkerOptions) {
    this.#context = context;
    this.#options = options;
    this.partition = options.partition;
    this.#position = options.position;
  }

  /** Where to read next. */
  get position(): bigint {
    return this.#position;
  }

  /** Resolves when no handler of this worker is at work. */
  get finished(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** Whether the next batch should be read: at most one waits whole while another is handled. */
  isHungry(): boolean {
    const { maxBatchMessages, maxBatchBytes } = this.#context;
    return (
      !this.#stop.signal.aborted &&
      this.#buffer.count < maxBatchMessages &&
      this.#buffer.bytes < maxBatchBytes
    );
  }

  /** Whether it will be hungry again soon. */
  isHandling(): boolean {
    return this.#isHandling;
  }

  /** Takes what was read from `position`; stale answers are dropped. */
  offer(position: bigint, fetched: FetchedPartition): void {
    if (this.#stop.signal.aborted || position !== this.#position) return;
    this.#position = fetched.nextOffset;
    if (fetched.records.length > 0) {
      this.#buffer.push(fetched);
      this.#running ??= this.#run();
    } else if (fetched.nextOffset > position && this.#running === undefined) {
      this.#options.onHandled(this.partition, fetched.nextOffset);
    }
  }

  /** Goes on at another offset, because this one cannot be read. */
  moveTo(offset: bigint): void {
    this.#position = offset;
  }

  /** Begins no other batch; resolves when the one at work has ended. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#buffer.clear();
    if (!this.#isQueued) await this.#running;
  }

  /** Tells the handler that its result does not count any more. */
  lose(): void {
    this.#stop.abort();
    this.#buffer.clear();
    this.#lost.abort();
  }

  /** Ends without a word to the handler; what it does is without effect. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#stop.abort();
    this.#buffer.clear();
  }

  async #run(): Promise<void> {
    this.#isQueued = true;
    await this.#options.predecessor;
    this.#isQueued = false;
    const { maxBatchMessages, maxBatchBytes } = this.#context;
    while (this.#buffer.count > 0) {
      const slice = this.#buffer.take(maxBatchMessages, maxBatchBytes);
      if (this.isHungry()) this.#options.onHungry();
      if (!(await this.#handle(slice))) break;
      this.#options.failures.delete(this.partition);
      this.#options.onHandled(this.partition, slice.nextOffset);
    }
    this.#running = undefined;
  }

  /** False where the batch was not handled before the worker had to stop. */
  async #handle(slice: Slice): Promise<boolean> {
    const batch = this.#toBatch(slice);
    for (let attempt = this.#firstAttempt(slice); !this.#stop.signal.aborted; attempt += 1) {
      const error = await this.#try(batch, attempt);
      if (this.#isAbandoned || this.#lost.signal.aborted) return false;
      if (error === undefined) return true;
      await this.#pause(slice, attempt, error.thrown);
    }
    return false;
  }

  async #try(batch: MessageBatch, attempt: number): Promise<{ thrown: unknown } | undefined> {
    const { slots } = this.#options;
    await slots.take();
    try {
      if (this.#stop.signal.aborted) return { thrown: undefined };
      this.#isHandling = true;
      await this.#context.handler(batch, { attempt, signal: this.#lost.signal });
      return undefined;
    } catch (thrown) {
      return { thrown };
    } finally {
      this.#isHandling = false;
      slots.release();
    }
  }

  async #pause(slice: Slice, attempt: number, error: unknown): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { clock, random, retry, observer, logger, group, topic } = this.#context;
    const { partition } = this;
    const delayMs = retryDelayMs(retry, attempt, random);
    const offset = slice.records[0]?.offset ?? '';
    this.#options.failures.set(partition, { offset, failures: attempt });
    logger.warn('a batch failed and comes again', {
      group,
      topic,
      partition,
      attempt,
      delayMs,
      error,
    });
    observer.retrying?.({ partition, attempt, delayMs, error });
    await clock.sleep(delayMs, this.#stop.signal);
  }

  #firstAttempt(slice: Slice): number {
    const failure = this.#options.failures.get(this.partition);
    return failure !== undefined && failure.offset === slice.records[0]?.offset
      ? failure.failures + 1
      : 1;
  }

  #toBatch({ records }: Slice): MessageBatch {
    const { topic } = this.#context;
    const { partition } = this;
    return {
      topic,
      partition,
      messages: records.map((record) => toDelivered(topic, partition, record)),
    };
  }
}
