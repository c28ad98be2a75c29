import type { MemoryDatabase } from '@foldmart/adapters-memory';
import type { LogPosition, StoredEvent } from '@foldmart/core';

const pageSize = 1_000;

/** Reads what is new in the log since the last look. */
export class LogReader {
  readonly #database: MemoryDatabase;
  #after: LogPosition | undefined;
  #seen = 0;

  constructor(database: MemoryDatabase) {
    this.#database = database;
  }

  /** Events that became visible to readers. */
  fresh(): readonly StoredEvent[] {
    const { settled } = this.#database.log;
    if (settled.countBehind(undefined) === this.#seen) return [];
    const { events, next } = settled.read(this.#after, pageSize);
    this.#after = next;
    this.#seen += events.length;
    return events;
  }
}
