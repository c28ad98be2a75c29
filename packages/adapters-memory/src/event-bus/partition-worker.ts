import {
  retryDelayMs,
  type BatchHandler,
  type Cancel,
  type Clock,
  type DeliveredMessage,
  type Random,
  type RetryPolicy,
  type SubscriptionObserver,
} from '@foldmart/core';
import type { Breather } from '../process/breather.js';
import { ByteArena } from './byte-arena.js';
import type { ConcurrencySlots } from './concurrency-slots.js';
import { toDelivered, type MessageRecord } from './message-record.js';
import type { PartitionLog } from './partition-log.js';

/** What a worker has to do, and with what. */
export interface PartitionWork {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: number;
  readonly log: PartitionLog;
  /** The first offset to read. */
  readonly position: number;
  readonly maxBatchMessages: number;
  readonly handler: BatchHandler;
  readonly observer: SubscriptionObserver;
  readonly slots: ConcurrencySlots;
  readonly clock: Clock;
  readonly random: Random;
  readonly retry: RetryPolicy;
  readonly breather: Breather;
  /** Commits, and says whether that counted. */
  readonly commit: (nextOffset: number) => boolean;
}

interface Batch {
  readonly from: number;
  readonly records: readonly MessageRecord[];
}

/**
 * Reads one partition for one member: takes a batch, has it handled, commits, goes on; a batch that fails
 * is handed out again, the same messages, before any other.
 */
export class PartitionWorker {
  readonly #work: PartitionWork;
  readonly #lost = new AbortController();
  readonly #arena = new ByteArena();
  #position: number;
  #failures = 0;
  #failed: Batch | undefined;
  #state: 'working' | 'draining' | 'ended' | 'dead' = 'working';
  #wake: () => void = () => undefined;

  constructor(work: PartitionWork) {
    this.#work = work;
    this.#position = work.position;
  }

  get partition(): number {
    return this.#work.partition;
  }

  get epoch(): number {
    return this.#work.epoch;
  }

  /** Works until it is told to stop; never rejects. In a crashed process it does not even resolve. */
  async run(): Promise<void> {
    while (this.#isWorking()) {
      const batch = this.#failed ?? this.#next();
      if (batch === undefined) await this.#until((wake) => this.#work.log.onAppend(wake));
      else if (await this.#takeSlot()) await this.#handle(batch);
    }
    if (this.#isDead()) await new Promise(() => undefined);
    this.#state = 'ended';
  }

  /** Takes no new batch; what is in hand is finished and committed. */
  drain(): void {
    if (this.#state === 'working') this.#state = 'draining';
    this.#wake();
  }

  /** Goes on, where the worker has not ended yet. */
  resume(): void {
    if (this.#state === 'draining') this.#state = 'working';
  }

  /** Gives up what is in hand: its result does not count any more. */
  abandon(): void {
    this.drain();
    this.#lost.abort();
    this.#wake();
  }

  /** Stops as a crash does: nobody is told anything. */
  die(): void {
    this.#state = 'dead';
    this.#wake();
  }

  #isWorking(): boolean {
    return this.#state === 'working';
  }

  #isDead(): boolean {
    return this.#state === 'dead';
  }

  #next(): Batch | undefined {
    const { log, partition, observer } = this.#work;
    if (this.#position < log.start) {
      const [from, to] = [String(this.#position), String(log.start)];
      observer.lost?.({
        partition,
        from,
        to,
        reason: 'retention removed messages before they were read',
      });
      this.#position = log.start;
    }
    const records = log.read(this.#position, this.#work.maxBatchMessages);
    return records.length === 0 ? undefined : { from: this.#position, records };
  }

  async #takeSlot(): Promise<boolean> {
    const { slots } = this.#work;
    if (slots.tryTake()) return true;
    const granted = new Set<ConcurrencySlots>();
    await this.#until((wake) =>
      slots.queue(() => {
        granted.add(slots);
        wake();
      }),
    );
    if (granted.size === 0 || this.#isWorking()) return granted.size > 0;
    slots.release();
    return false;
  }

  async #handle(batch: Batch): Promise<void> {
    const { slots, breather } = this.#work;
    try {
      await this.#work.handler(
        { topic: this.#work.topic, partition: this.partition, messages: this.#deliver(batch) },
        { attempt: this.#failures + 1, signal: this.#lost.signal },
      );
    } catch (error) {
      slots.release();
      await this.#failedWith(error, batch);
      return;
    }
    slots.release();
    this.#succeeded(batch);
    await breather.breathe(batch.records.length);
  }

  #deliver({ from, records }: Batch): readonly DeliveredMessage[] {
    const { topic, partition } = this.#work;
    return records.map((record, index) =>
      toDelivered(record, this.#arena, { topic, partition, offset: from + index }),
    );
  }

  #succeeded({ from, records }: Batch): void {
    if (this.#isDead() || this.#lost.signal.aborted) return;
    this.#failures = 0;
    this.#failed = undefined;
    this.#position = from + records.length;
    if (!this.#work.commit(this.#position)) this.abandon();
  }

  async #failedWith(error: unknown, batch: Batch): Promise<void> {
    if (this.#isDead() || this.#lost.signal.aborted) return;
    this.#failures += 1;
    this.#failed = batch;
    const { clock, random, retry, observer, partition } = this.#work;
    const delayMs = retryDelayMs(retry, this.#failures, random);
    observer.retrying?.({ partition, attempt: this.#failures, delayMs, error });
    await this.#until((wake) => clock.schedule(delayMs, wake));
  }

  /** Waits for what `listen` announces, or for being told to stop. */
  async #until(listen: (wake: () => void) => Cancel): Promise<void> {
    if (!this.#isWorking()) return;
    let cancel: Cancel = () => undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      cancel = listen(resolve);
    });
    cancel();
  }
}
