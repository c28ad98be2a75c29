import type { Cancel } from '@foldmart/core';
import type { MessageRecord } from './message-record.js';

const compactionThreshold = 1_024;

/** The messages of one partition, from its start offset to its end offset. */
export class PartitionLog {
  #records: (MessageRecord | undefined)[] = [];
  /** How many slots at the front of `#records` are empty. */
  #head = 0;
  #start = 0;
  readonly #listeners = new Set<() => void>();

  /** The offset of the oldest message kept. */
  get start(): number {
    return this.#start;
  }

  /** The offset after the newest message. */
  get end(): number {
    return this.#start + this.#records.length - this.#head;
  }

  append(record: MessageRecord): void {
    this.#records.push(record);
  }

  /** Up to `limit` messages from the offset `from`, which must be between start and end. */
  read(from: number, limit: number): readonly MessageRecord[] {
    const first = this.#head + from - this.#start;
    return this.#records.slice(first, first + limit) as MessageRecord[];
  }

  /** The offset of the first message published at `timeMs` or later; the end if there is none. */
  offsetAt(timeMs: number): number {
    for (let index = this.#head; index < this.#records.length; index += 1) {
      const record = this.#records[index];
      if (record !== undefined && record.timestampMs >= timeMs) {
        return this.#start + index - this.#head;
      }
    }
    return this.end;
  }

  /** Drops the oldest messages while `isDue` returns true. Returns those dropped. */
  dropWhile(isDue: (record: MessageRecord, offset: number) => boolean): readonly MessageRecord[] {
    const dropped: MessageRecord[] = [];
    for (;;) {
      const oldest = this.#records[this.#head];
      if (oldest === undefined || !isDue(oldest, this.#start)) break;
      dropped.push(oldest);
      this.#records[this.#head] = undefined;
      this.#head += 1;
      this.#start += 1;
    }
    this.#compact();
    return dropped;
  }

  /** Calls `listener` once, at the next announced append. */
  onAppend(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  announceAppend(): void {
    if (this.#listeners.size === 0) return;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) listener();
  }

  #compact(): void {
    if (this.#head < compactionThreshold || this.#head * 2 < this.#records.length) return;
    this.#records = this.#records.slice(this.#head);
    this.#head = 0;
  }
}
