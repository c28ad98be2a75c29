import type { EventEnvelope, PreparedWrite, StoredEvent } from '@foldmart/core';
import { formatPosition } from './log-position.js';
import type { MemoryDatabase } from './memory-database.js';
import { LostRaceError } from './store-errors.js';
import { timestampOf } from './timestamp.js';
import type { Transaction } from './transaction.js';

/** Appends for one transaction, which sees its own events beside what is committed. */
export class LogWriter {
  readonly #database: MemoryDatabase;
  readonly #transaction: Transaction;
  readonly #events: StoredEvent[] = [];
  readonly #byId = new Map<string, StoredEvent>();
  readonly #streams = new Map<string, StoredEvent[]>();

  /** The events and `writes` are there for all when the transaction commits. */
  constructor(database: MemoryDatabase, transaction: Transaction) {
    this.#database = database;
    this.#transaction = transaction;
    transaction.onCommit(() => database.log.commit(transaction.id, this.#events, this.#streams));
  }

  /** Waits for every other transaction that has written one of these streams or event ids. */
  claim(streams: readonly string[], events: readonly string[]): Promise<void> {
    return this.#database.claims.claim(this.#transaction, { streams, events });
  }

  find(eventId: string): StoredEvent | undefined {
    return this.#byId.get(eventId) ?? this.#database.log.find(eventId);
  }

  version(streamId: string): number {
    const committed = this.#database.log.streams.get(streamId).length;
    return committed + (this.#streams.get(streamId)?.length ?? 0);
  }

  /** The event that opened the stream. */
  opening(streamId: string): StoredEvent | undefined {
    return this.#database.log.streams.get(streamId)[0] ?? this.#streams.get(streamId)?.[0];
  }

  /**
   * Puts an event behind its stream's last. Throws {@link LostRaceError} where the stream's last transaction
   * has a higher id than this one: the log, which is read by transaction, would turn them round.
   */
  add(streamId: string, event: EventEnvelope, writes: readonly PreparedWrite[]): void {
    const last = this.#database.log.lastTransactionOf(streamId);
    if (last > this.#transaction.id) {
      throw new LostRaceError(`transaction ${last} has appended to ${streamId} meanwhile`);
    }
    const place = { transaction: this.#transaction.id, number: this.#database.log.takeNumber() };
    const stored: StoredEvent = Object.freeze({
      ...event,
      streamId,
      streamVersion: this.version(streamId) + 1,
      position: formatPosition(place),
      recordedAt: timestampOf(this.#database.clock),
    });
    this.#events.push(stored);
    this.#byId.set(stored.id, stored);
    const own = this.#streams.get(streamId);
    if (own === undefined) this.#streams.set(streamId, [stored]);
    else own.push(stored);
    for (const write of writes) this.#transaction.onCommit(write);
  }
}
