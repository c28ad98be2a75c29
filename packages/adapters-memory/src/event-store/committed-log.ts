import {
  assertLimit,
  type LogEnd,
  type LogPosition,
  type LogSlice,
  type StoredEvent,
} from '@foldmart/core';
import { comparePlaces, parsePosition, startOfLog } from './log-position.js';

/** Events in the order of the log, to be read from any position. */
export class CommittedLog {
  readonly #events: readonly StoredEvent[];

  /** `events` may grow at its end. */
  constructor(events: readonly StoredEvent[]) {
    this.#events = events;
  }

  /** Throws ValidationError if the limit is not valid. */
  read(after: LogPosition | undefined, limit: number): LogSlice {
    assertLimit(limit);
    const first = this.#indexBehind(after);
    const events = this.#events.slice(first, first + limit);
    return { events, next: events.at(-1)?.position ?? after };
  }

  /** The last `limit` events. */
  readEnd(limit: number): LogEnd {
    assertLimit(limit);
    const { length } = this.#events;
    const events = this.#events.slice(Math.max(0, length - limit));
    return { events, next: this.#events.at(-1)?.position ?? startOfLog };
  }

  eventsBehind(after: LogPosition | undefined): readonly StoredEvent[] {
    return this.#events.slice(this.#indexBehind(after));
  }

  countBehind(after: LogPosition | undefined): number {
    return this.#events.length - this.#indexBehind(after);
  }

  #indexBehind(after: LogPosition | undefined): number {
    if (after === undefined) return 0;
    if (after === this.#events.at(-1)?.position) return this.#events.length;
    const place = parsePosition(after);
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const position = this.#events[middle]?.position ?? after;
      if (comparePlaces(parsePosition(position), place) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
