import type { LogPosition, LogSlice, StoredEvent } from '@foldmart/core';
import { comparePlaces, parsePosition } from './log-position.js';

/** A stream as it is committed. */
export interface CommittedStream {
  readonly events: readonly StoredEvent[];
  /** The id of the transaction that appended last. */
  readonly lastTransaction: number;
}

interface GrowingStream {
  readonly events: StoredEvent[];
  lastTransaction: number;
}

/** All committed events: by id, by stream, and in the order of the whole log as far as that is settled. */
export class EventLog {
  readonly #byId = new Map<string, StoredEvent>();
  readonly #streams = new Map<string, GrowingStream>();
  /** In the order of the log; nothing can come before any of these any more. */
  readonly #settled: StoredEvent[] = [];
  /** By transaction: committed, while one that began before still runs. */
  readonly #unsettled = new Map<number, readonly StoredEvent[]>();
  #lastNumber = 0;

  find(id: string): StoredEvent | undefined {
    return this.#byId.get(id);
  }

  stream(id: string): CommittedStream | undefined {
    return this.#streams.get(id);
  }

  /** A number for one event, never given again, also where its transaction is rolled back. */
  takeNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  commit(transaction: number, events: readonly StoredEvent[]): void {
    for (const event of events) {
      this.#byId.set(event.id, event);
      this.#grow(event, transaction);
    }
    if (events.length > 0) this.#unsettled.set(transaction, events);
  }

  /** Moves what was committed below `horizon`, before which nothing can appear any more, to the readers. */
  settle(horizon: number): void {
    if (this.#unsettled.size === 0) return;
    const due = [...this.#unsettled.keys()].filter((transaction) => transaction < horizon);
    for (const transaction of due.sort((one, other) => one - other)) {
      for (const event of this.#unsettled.get(transaction) ?? []) this.#settled.push(event);
      this.#unsettled.delete(transaction);
    }
  }

  read(after: LogPosition | undefined, limit: number): LogSlice {
    const first = after === undefined ? 0 : this.#indexBehind(after);
    const events = this.#settled.slice(first, first + limit);
    return { events, next: events.at(-1)?.position ?? after };
  }

  #grow(event: StoredEvent, transaction: number): void {
    const stream = this.#streams.get(event.streamId);
    if (stream === undefined) {
      this.#streams.set(event.streamId, { events: [event], lastTransaction: transaction });
      return;
    }
    stream.events.push(event);
    stream.lastTransaction = transaction;
  }

  #indexBehind(after: LogPosition): number {
    const place = parsePosition(after);
    let [low, high] = [0, this.#settled.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const position = this.#settled[middle]?.position ?? after;
      if (comparePlaces(parsePosition(position), place) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
