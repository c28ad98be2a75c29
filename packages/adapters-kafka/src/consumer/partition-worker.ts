import { PartitionDelivery, type DeliveryContext, type MessageBatch } from '@foldmart/core';
import type { FetchedPartition } from '../client/kafka-client.js';
import { toDelivered } from '../codec.js';
import { RecordBuffer, type Slice } from './record-buffer.js';
import type { SubscriptionContext } from './subscription-context.js';

export interface WorkerOptions {
  readonly partition: number;
  /** Where to begin. */
  readonly position: bigint;
  readonly delivery: DeliveryContext;
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
  readonly #delivery: PartitionDelivery;
  #position: bigint;
  /** Whether it still waits for an earlier worker's handler. */
  #isQueued = false;
  #running: Promise<void> | undefined;

  constructor(context: SubscriptionContext, options: WorkerOptions) {
    this.#context = context;
    this.#options = options;
    this.#delivery = new PartitionDelivery(options.delivery);
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
      !this.#delivery.isStopping &&
      this.#buffer.count < maxBatchMessages &&
      this.#buffer.bytes < maxBatchBytes
    );
  }

  /** Whether it will be hungry again soon. */
  isHandling(): boolean {
    return this.#delivery.isHandling;
  }

  /** Takes what was read from `position`; stale answers are dropped. */
  offer(position: bigint, fetched: FetchedPartition): void {
    if (this.#delivery.isStopping || position !== this.#position) return;
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
    this.#delivery.stop();
    this.#buffer.clear();
    if (!this.#isQueued) await this.#running;
  }

  /** Tells the handler that its result does not count any more. */
  lose(): void {
    this.#delivery.lose();
    this.#buffer.clear();
  }

  /** Ends without a word to the handler; what it does is without effect. */
  abandon(): void {
    this.#delivery.abandon();
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
      if (!(await this.#delivery.deliver(this.#toBatch(slice)))) break;
      this.#options.onHandled(this.partition, slice.nextOffset);
    }
    this.#running = undefined;
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
