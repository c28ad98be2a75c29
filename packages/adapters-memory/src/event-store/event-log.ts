import type { StoredEvent } from '@foldmart/core';
import { CommittedLog } from './committed-log.js';
import { parsePosition } from './log-position.js';
import { StreamIndex } from './stream-index.js';

/**
 * All committed events: by id, by stream, and in the order of the whole log up to the horizon, below which no event can be
 * inserted any more.
 */
export class EventLog {
  readonly streams = new StreamIndex();
  readonly #types = new Set<string>();
  /** Events of running transactions, which may still commit. */
  readonly #announced = new Set<readonly StoredEvent[]>();
  readonly #byId = new Map<string, StoredEvent>();
  /** In the order of the log; no event can be inserted before any of these any more. */
  readonly #settled: StoredEvent[] = [];
  /** By transaction: committed events that stay hidden while an earlier transaction is still running. */
  readonly #unsettled = new Map<number, readonly StoredEvent[]>();
  /** The events that readers can see. */
  readonly settled = new CommittedLog(this.#settled);
  #lastNumber = 0;

  find(id: string): StoredEvent | undefined {
    return this.#byId.get(id);
  }

  /** The id of the transaction that appended last to the stream; 0 if the stream does not exist. */
  lastTransactionOf(stream: string): number {
    const last = this.streams.get(stream).at(-1);
    return last === undefined ? 0 : parsePosition(last.position).transaction;
  }

  /** A number for one event, never reused, even if its transaction is rolled back. */
  takeNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** Registers the events that a transaction is about to append. Withdraw them when the transaction has ended. */
  announce(events: readonly StoredEvent[]): () => void {
    this.#announced.add(events);
    return () => this.#announced.delete(events);
  }

  /** Whether the log has events of this type, or will have if a running transaction commits. */
  knowsType(type: string): boolean {
    return (
      this.#types.has(type) ||
      [...this.#announced].some((events) => events.some((event) => event.type === type))
    );
  }

  /** Adds the events of a transaction, in its order and by stream. The log owns the arrays afterwards. */
  commit(
    transaction: number,
    events: readonly StoredEvent[],
    byStream: ReadonlyMap<string, StoredEvent[]>,
  ): void {
    if (events.length === 0) return;
    for (const event of events) {
      this.#byId.set(event.id, event);
      this.#types.add(event.type);
    }
    for (const [streamId, tail] of byStream) this.streams.grow(streamId, tail);
    this.#unsettled.set(transaction, events);
  }

  /**
   * Shows readers the events committed below `horizon`, before which no event can be inserted any more. Returns whether
   * there were any.
   */
  settle(horizon: number): boolean {
    if (this.#unsettled.size === 0) return false;
    const before = this.#settled.length;
    for (const [transaction, events] of this.#unsettledInOrder()) {
      if (transaction >= horizon) break;
      for (const event of events) this.#settled.push(event);
      this.#unsettled.delete(transaction);
    }
    return this.#settled.length > before;
  }

  /** All events committed at this moment; those that readers cannot see yet come last. */
  committed(): CommittedLog {
    return new CommittedLog([...this.#settled, ...this.hidden]);
  }

  /** The committed events that readers cannot see yet, in the order of the log. */
  get hidden(): readonly StoredEvent[] {
    return this.#unsettledInOrder().flatMap(([, events]) => events);
  }

  #unsettledInOrder(): readonly (readonly [number, readonly StoredEvent[]])[] {
    return [...this.#unsettled].sort(([one], [other]) => one - other);
  }
}
