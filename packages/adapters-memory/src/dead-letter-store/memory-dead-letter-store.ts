import {
  assertLimit,
  type DeadLetter,
  type DeadLetterQuery,
  type DeadLetterReason,
  type DeadLetterStore,
  type NewDeadLetter,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { withOwnBytes } from './dead-letter-table.js';

const port = 'dead-letter-store';

/** The dead letters of a memory database. */
export class MemoryDeadLetterStore implements DeadLetterStore {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  async park(letters: readonly NewDeadLetter[]): Promise<void> {
    const own = letters.map(withOwnBytes);
    await this.#session.transact(port, 'park', async (transaction) => {
      transaction.onCommit(() => this.#session.database.deadLetters.add(own));
    });
  }

  list(query: DeadLetterQuery = {}): Promise<readonly DeadLetter[]> {
    return this.#session.read(port, 'list', () => {
      assertLimit(query.limit);
      return this.#session.database.deadLetters.list(query);
    });
  }

  countByReason(): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>> {
    const { deadLetters } = this.#session.database;
    return this.#session.read(port, 'countByReason', () => deadLetters.countByReason());
  }
}
