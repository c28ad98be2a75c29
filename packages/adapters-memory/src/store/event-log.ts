import type { LogPosition, LogSlice, StoredEvent } from '@foldmart/core';
import { comparePlaces, parsePosition } from './log-position.js';

const noEvents: readonly StoredEvent[] = [];

/** All committed events: by id, by stream, and in the order of the whole log as far as that is settled. */
export class EventLog {
  readonly #byId = new Map<string, StoredEvent>();
  readonly #streams = new Map<string, StoredEvent[]>();
  /** In the order of the log; nothing can come before any of these any more. */
  readonly #settled: StoredEvent[] = [];
  /** By transaction: committed, while one that began before still runs. */
  readonly #unsettled = new Map<number, readonly StoredEvent[]>();
  #lastNumber = 0;

  find(id: string): StoredEvent | undefined {
    return this.#byId.get(id);
  }

  /** The events of a stream in order; none where it does not exist. */
  stream(id: string): readonly StoredEvent[] {
    return this.#streams.get(id) ?? noEvents;
  }

  /** The id of the transaction that appended last to the stream; 0 where it does not exist. */
  lastTransactionOf(stream: string): number {
    const last = this.#streams.get(stream)?.at(-1);
    return last === undefined ? 0 : parsePosition(last.position).transaction;
  }

  /** A number for one event, never given again, also where its transaction is rolled back. */
  takeNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** Takes in the events of a transaction, in its order and by stream. The arrays become the log's own. */
  commit(
    transaction: number,
    events: readonly StoredEvent[],
    byStream: ReadonlyMap<string, StoredEvent[]>,
  ): void {
    if (events.length === 0) return;
    for (const event of events) this.#byId.set(event.id, event);
    for (const [streamId, tail] of byStream) this.#grow(streamId, tail);
    this.#unsettled.set(transaction, events);
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

  #grow(streamId: string, tail: StoredEvent[]): void {
    const stream = this.#streams.get(streamId);
    if (stream === undefined) this.#streams.set(streamId, tail);
    else for (const event of tail) stream.push(event);
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
