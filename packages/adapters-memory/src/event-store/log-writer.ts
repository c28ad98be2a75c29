import {
  PreparedWrites,
  type EventEnvelope,
  type PortName,
  type StoredEvent,
} from '@foldmart/core';
import type { InlineProjector } from '../projection-store/inline-projector.js';
import { projectionsTable } from '../projection-store/projection-states.js';
import { formatPosition } from './log-position.js';
import type { MemoryDatabase } from '../database/memory-database.js';
import { SerializationConflictError } from '../database/store-errors.js';
import { timestampOf } from '../database/timestamp.js';
import type { Transaction } from '../database/transaction.js';

export interface LogOperation {
  readonly port: PortName;
  readonly operation: string;
}

/** The keys that a transaction is about to write. */
export interface LogClaims {
  readonly streams: readonly string[];
  readonly events: readonly string[];
}

/**
 * Appends events in one transaction and projects them inline. The transaction sees its own events in addition to the
 * committed ones.
 */
export class LogWriter {
  readonly #database: MemoryDatabase;
  readonly #transaction: Transaction;
  readonly #projector: InlineProjector;
  readonly #events: StoredEvent[] = [];
  readonly #byId = new Map<string, StoredEvent>();
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #request: LogOperation;
  readonly #writes: PreparedWrites;

  /** The events and their rows become visible to others when the transaction commits. */
  constructor(
    database: MemoryDatabase,
    transaction: Transaction,
    projector: InlineProjector,
    request: LogOperation,
  ) {
    this.#database = database;
    this.#transaction = transaction;
    this.#projector = projector;
    this.#request = request;
    const { port, operation } = request;
    this.#writes = new PreparedWrites((model) => database.tables.table(model, port, operation));
    transaction.onEnd(database.log.announce(this.#events));
    transaction.onCommit(() => {
      database.log.commit(transaction.id, this.#events, this.#streams);
      this.#writes.make();
    });
  }

  /**
   * Waits for every other transaction that has written one of these streams or event ids, and for a rebuild that
   * swaps tables. Throws a retryable PortError if other inline projections than this process's make the rows of the
   * database.
   */
  async begin({ streams, events }: LogClaims): Promise<void> {
    if (streams.length === 0) return;
    const { claims, tableLocks, projectionStates } = this.#database;
    await claims.claim(this.#transaction, { streams, events });
    await tableLocks.share(this.#transaction, [projectionsTable]);
    this.#projector.assertCurrent(projectionStates.inlineVersions, this.#request);
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
   * Appends an event to its stream, with its rows. Throws what {@link InlineProjector.project} throws. Throws {@link
   * SerializationConflictError} if the stream's last transaction has a higher id than this one: the log is read in
   * the order of transactions, so the two events would be in the wrong order.
   */
  add(streamId: string, event: EventEnvelope): void {
    this.#projector.project(event, this.#writes, this.#request);
    const last = this.#database.log.lastTransactionOf(streamId);
    if (last > this.#transaction.id) {
      throw new SerializationConflictError(
        `transaction ${last} has appended to ${streamId} concurrently`,
      );
    }
    const stored = this.#toStored(streamId, event);
    this.#events.push(stored);
    this.#byId.set(stored.id, stored);
    const own = this.#streams.get(streamId);
    if (own === undefined) this.#streams.set(streamId, [stored]);
    else own.push(stored);
  }

  #toStored(streamId: string, event: EventEnvelope): StoredEvent {
    const { clock, log } = this.#database;
    const { correlationId, causationId, traceParent } = event;
    const place = { transaction: this.#transaction.id, number: log.takeNumber() };
    const stored: { -readonly [Field in keyof StoredEvent]: StoredEvent[Field] } = {
      id: event.id,
      type: event.type,
      data: event.data,
      schemaVersion: event.schemaVersion,
      time: event.time,
      origin: event.origin,
      streamId,
      streamVersion: this.version(streamId) + 1,
      position: formatPosition(place),
      recordedAt: timestampOf(clock),
    };
    // Fields in the same order, and no spread: the engine then shares the layout of all events.
    if (correlationId !== undefined) stored.correlationId = correlationId;
    if (causationId !== undefined) stored.causationId = causationId;
    if (traceParent !== undefined) stored.traceParent = traceParent;
    return Object.freeze(stored);
  }
}
