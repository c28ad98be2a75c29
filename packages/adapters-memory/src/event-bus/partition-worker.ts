import {
  PartitionDelivery,
  type DeliveredMessage,
  type DeliveryContext,
  type MessageBatch,
} from '@foldmart/core';
import type { Breather } from '../process/breather.js';
import { never } from '../process/never.js';
import { ByteArena } from './byte-arena.js';
import { toDelivered, type MessageRecord } from './message-record.js';
import type { PartitionLog } from './partition-log.js';

/** A partition that a member owns, and what its worker needs. */
export interface PartitionWork {
  readonly topic: string;
  readonly topicId: string;
  readonly partition: number;
  readonly epoch: number;
  readonly log: PartitionLog;
  /** The first offset to read. */
  readonly position: number;
  readonly maxBatchMessages: number;
  readonly delivery: DeliveryContext;
  readonly breather: Breather;
  /** Commits. Returns false if the member no longer owns the partition. */
  readonly commit: (nextOffset: number) => boolean;
}

/** Handles one partition for one member: reads a batch, delivers it until it is handled, commits, reads the next. */
export class PartitionWorker {
  readonly #work: PartitionWork;
  readonly #delivery: PartitionDelivery;
  readonly #arena = new ByteArena();
  #position: number;
  /** The position after the last batch that was handled. */
  #handled: number;
  #isDead = false;

  constructor(work: PartitionWork) {
    this.#work = work;
    this.#delivery = new PartitionDelivery(work.delivery);
    this.#position = work.position;
    this.#handled = work.position;
  }

  get partition(): number {
    return this.#work.partition;
  }

  get epoch(): number {
    return this.#work.epoch;
  }

  /** Works until it is stopped. Never rejects. In a crashed process it does not settle. */
  async run(): Promise<void> {
    while (!this.#delivery.isStopping) {
      const records = this.#next();
      if (records.length === 0) await this.#nextAppend();
      else await this.#handle(records);
    }
    if (this.#isDead) return never();
  }

  /** Takes no new batch. The current batch is finished and committed. */
  stop(): void {
    this.#delivery.stop();
  }

  /** Stops, and aborts the handler's signal: its result no longer counts. */
  lose(): void {
    this.#delivery.lose();
  }

  /** Stops as a crash does: nothing counts, and no one is told. */
  die(): void {
    this.#isDead = true;
    this.#delivery.abandon();
  }

  #next(): readonly MessageRecord[] {
    const { log, partition, delivery, maxBatchMessages } = this.#work;
    if (this.#position < log.start) {
      const [from, to] = [String(this.#position), String(log.start)];
      const reason = 'retention removed messages before this group read them';
      delivery.observer.lost?.({ partition, from, to, reason });
      this.#position = log.start;
    }
    return log.read(this.#position, maxBatchMessages);
  }

  async #handle(records: readonly MessageRecord[]): Promise<void> {
    const { commit, breather } = this.#work;
    const next = this.#position + records.length;
    if (!(await this.#delivery.deliver(this.#toBatch(records, next)))) return;
    this.#position = next;
    this.#handled = next;
    if (!commit(this.#position)) this.lose();
    await breather.breathe(records.length);
  }

  #toBatch(records: readonly MessageRecord[], next: number): MessageBatch {
    const { topic, topicId, partition } = this.#work;
    const position = { from: String(this.#handled), next: String(next), topicId };
    return { topic, partition, position, messages: this.#toDelivered(records) };
  }

  #toDelivered(records: readonly MessageRecord[]): readonly DeliveredMessage[] {
    const { topic, partition } = this.#work;
    return records.map((record, index) =>
      toDelivered(record, this.#arena, { topic, partition, offset: this.#position + index }),
    );
  }

  /** Resolves at the next append, or when the worker is stopped. */
  #nextAppend(): Promise<void> {
    const { stopping } = this.#delivery;
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        stopping.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#work.log.onAppend(end);
      stopping.addEventListener('abort', end);
    });
  }
}
