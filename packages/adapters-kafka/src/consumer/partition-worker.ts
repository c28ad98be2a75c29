import { PartitionDelivery, type DeliveryContext, type MessageBatch } from '@foldmart/core';
import type { FetchedPartition } from '../client/kafka-client.js';
import { toDelivered } from '../codec.js';
import { RecordBuffer, type Slice } from './record-buffer.js';
import type { SubscriptionContext } from './subscription-context.js';

export interface WorkerOptions {
  readonly partition: number;
  /** The first offset to read. */
  readonly position: bigint;
  /** The offset after the last batch that the group handled. Below `position` if no message lies between. */
  readonly handled: bigint;
  /** The id of the topic; empty if unknown. */
  readonly topicId: string;
  readonly delivery: DeliveryContext;
  /** Resolves when the handler of an earlier worker for the same partition has ended. */
  readonly predecessor: Promise<void>;
  /** All messages below the offset are handled; `handled` is the offset after the last batch. */
  readonly onHandled: (partition: number, offset: bigint, handled: bigint) => void;
  /** The worker has room for more. */
  readonly onHungry: () => void;
}

/** Handles one partition in one generation: one batch after another, each until its handler succeeds. */
export class PartitionWorker {
  readonly partition: number;
  readonly #context: SubscriptionContext;
  readonly #options: WorkerOptions;
  readonly #buffer = new RecordBuffer();
  readonly #delivery: PartitionDelivery;
  #position: bigint;
  #handled: bigint;
  /** Whether it still waits for the handler of an earlier worker. */
  #isQueued = false;
  #running: Promise<void> | undefined;

  constructor(context: SubscriptionContext, options: WorkerOptions) {
    this.#context = context;
    this.#options = options;
    this.#delivery = new PartitionDelivery(options.delivery);
    this.partition = options.partition;
    this.#position = options.position;
    this.#handled = options.handled;
  }

  /** The next offset to read. */
  get position(): bigint {
    return this.#position;
  }

  /** Resolves when no handler of this worker runs. */
  get finished(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  /** Whether to read the next batch: at most one full batch waits while another is handled. */
  isHungry(): boolean {
    const { maxBatchMessages, maxBatchBytes } = this.#context;
    return (
      !this.#delivery.isStopping &&
      this.#buffer.count < maxBatchMessages &&
      this.#buffer.bytes < maxBatchBytes
    );
  }

  /** Whether a handler runs, so that the worker is likely to be hungry again soon. */
  isHandling(): boolean {
    return this.#delivery.isHandling;
  }

  /** Takes what was fetched from `position`. Stale responses are dropped. */
  offer(position: bigint, fetched: FetchedPartition): void {
    if (this.#delivery.isStopping || position !== this.#position) return;
    this.#position = fetched.nextOffset;
    if (fetched.records.length > 0) {
      this.#buffer.push(fetched);
      this.#running ??= this.#run();
    } else if (fetched.nextOffset > position && this.#running === undefined) {
      this.#options.onHandled(this.partition, fetched.nextOffset, this.#handled);
    }
  }

  /** Continues at another offset, because the current one cannot be read. */
  moveTo(offset: bigint): void {
    this.#position = offset;
  }

  /** Begins no other batch. Resolves when the one in flight has ended. */
  async stop(): Promise<void> {
    this.#delivery.stop();
    this.#buffer.clear();
    if (!this.#isQueued) await this.#running;
  }

  /** Aborts the handler's signal: its result no longer counts. */
  lose(): void {
    this.#delivery.lose();
    this.#buffer.clear();
  }

  /** Ends without telling the handler, whose result has no effect. */
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
      this.#handled = slice.nextOffset;
      this.#options.onHandled(this.partition, this.#offsetBehind(slice), slice.nextOffset);
    }
    this.#running = undefined;
  }

  /** Behind the last messages, markers may have been read while the handler ran. A stop forgets what waits. */
  #offsetBehind({ nextOffset }: Slice): bigint {
    const isAllHandled = this.#buffer.count === 0 && !this.#delivery.isStopping;
    return isAllHandled ? this.#position : nextOffset;
  }

  #toBatch({ records, nextOffset }: Slice): MessageBatch {
    const { topic } = this.#context;
    const { partition } = this;
    const topicId = this.#options.topicId || null;
    return {
      topic,
      partition,
      position: { from: String(this.#handled), next: String(nextOffset), topicId },
      messages: records.map((record) => toDelivered(topic, partition, record)),
    };
  }
}
