import {
  assertLimit,
  assertWaiting,
  type DeadLetter,
  type DeadLetterAction,
  type DeadLetterFilter,
  type DeadLetterQuery,
  type DeadLetterReason,
  type DeadLetterSettlement,
  type DeadLetterStore,
  type EditableContents,
  type HeldKey,
  type NewDeadLetter,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import type { Transaction } from '../database/transaction.js';
import { copyOf, withOwnBytes } from './letter-bytes.js';
import { lockLine } from './lock-line.js';

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

  count(filter: DeadLetterFilter = {}): Promise<number> {
    const { deadLetters } = this.#session.database;
    return this.#session.read(port, 'count', () => deadLetters.filter(filter).length);
  }

  countByReason(
    filter: DeadLetterFilter = {},
  ): Promise<Readonly<Partial<Record<DeadLetterReason, number>>>> {
    const { deadLetters } = this.#session.database;
    return this.#session.read(port, 'countByReason', () => deadLetters.countByReason(filter));
  }

  find(id: string): Promise<DeadLetter | undefined> {
    return this.#session.read(port, 'find', () => {
      const letter = this.#session.database.deadLetters.find(id);
      return letter && withOwnBytes(letter);
    });
  }

  history(id: string): Promise<readonly DeadLetterAction[]> {
    const { deadLetters } = this.#session.database;
    return this.#session.read(port, 'history', () => deadLetters.history(id));
  }

  async edit(id: string, contents: EditableContents, by: string): Promise<DeadLetter> {
    const own = copyOf(contents);
    const { deadLetters } = this.#session.database;
    let edited: DeadLetter | undefined;
    await this.#session.transact(port, 'edit', async (transaction) => {
      await this.#lock(transaction, [id]);
      transaction.onCommit(() => {
        deadLetters.edit(id, own, by);
        edited = deadLetters.find(id);
      });
    });
    return withOwnBytes(assertWaiting(edited, id));
  }

  async settle(ids: readonly string[], { as, by, note }: DeadLetterSettlement): Promise<void> {
    const { deadLetters, heldKeys } = this.#session.database;
    await this.#session.transact(port, 'settle', async (transaction) => {
      const letters = await this.#lock(transaction, ids);
      transaction.onCommit(() => {
        for (const { id } of letters) deadLetters.settle(id, as, by, note);
        for (const letter of letters) {
          heldKeys.noteRelease(letter.source, transaction.id);
          heldKeys.advance(letter);
        }
      });
    });
  }

  heldKeys(filter: Pick<DeadLetterFilter, 'group' | 'topic'> = {}): Promise<readonly HeldKey[]> {
    return this.#session.read(port, 'heldKeys', () =>
      this.#session.database.heldKeys
        .list()
        .filter(
          ({ group, topic }) =>
            (filter.group === undefined || filter.group === group) &&
            (filter.topic === undefined || filter.topic === topic),
        ),
    );
  }

  /** The letters, once no batch or replay of their groups is running. Throws unless all of them wait. */
  async #lock(transaction: Transaction, ids: readonly string[]): Promise<readonly DeadLetter[]> {
    const { database } = this.#session;
    const all = [...new Set(ids)];
    const find = (id: string): DeadLetter => assertWaiting(database.deadLetters.find(id), id);
    const lines = new Map(
      all.map(find).map(({ source }) => [`${source.group} ${source.topic}`, source]),
    );
    for (const [, line] of [...lines].sort()) await lockLine(database, transaction, line);
    return all.map(find);
  }
}
