import {
  HeldKeys,
  holdsKey,
  inOrderOfMessages,
  type IngestItem,
  type MessageSource,
  type NewDeadLetter,
  type ParkingPolicy,
} from '@foldmart/core';
import type { MemoryDatabase } from '../database/memory-database.js';
import { SerializationConflictError } from '../database/store-errors.js';
import type { Transaction } from '../database/transaction.js';
import { heldKeysLock } from '../dead-letter-store/held-key-table.js';

/** The held keys that a batch meets. With `skip-message` there are none. */
export class BatchLine {
  readonly #database: MemoryDatabase;
  readonly #transaction: Transaction;
  readonly #isKept: boolean;
  keys = new HeldKeys();

  constructor(
    database: MemoryDatabase,
    transaction: Transaction,
    parking: ParkingPolicy = 'skip-message',
  ) {
    this.#database = database;
    this.#transaction = transaction;
    this.#isKept = parking === 'park-key';
  }

  /**
   * Waits for a replay of the same group and topic, and finds which keys are held. Throws {@link SerializationConflictError}
   * if a later transaction has replayed letters: the log is read in the order of transactions.
   */
  async enter(items: readonly IngestItem[], letters: readonly NewDeadLetter[]): Promise<void> {
    const line = (items[0] ?? letters[0])?.source;
    if (!this.#isKept || line === undefined) return;
    const { tableLocks, heldKeys } = this.#database;
    const transaction = this.#transaction;
    await tableLocks.share(transaction, [heldKeysLock(line)]);
    if (heldKeys.lastRelease(line) > transaction.id) {
      throw new SerializationConflictError('letters were replayed concurrently');
    }
    transaction.onCommit(() => heldKeys.noteBatch(line, transaction.id));
    this.keys = new HeldKeys(heldKeys.heads(line).map(({ source }) => source));
    for (const letter of inOrderOfMessages(letters)) this.hold(letter);
  }

  /** Whether the letter of a message was replayed or discarded. */
  readonly isSettled = (source: MessageSource): boolean =>
    this.#isKept && this.#database.deadLetters.isSettled(source);

  /** Holds the key of a message that is parked for the first time. */
  readonly hold = (letter: NewDeadLetter): void => {
    if (!this.#isKept || !holdsKey(letter)) return;
    if (!this.#database.deadLetters.isKnown(letter.source)) this.keys.hold(letter.source);
  };

  /** Parks letters as the transaction commits, and makes those that hold their keys the heads. */
  park(letters: readonly NewDeadLetter[]): void {
    const { deadLetters, heldKeys } = this.#database;
    const isHead = ({ partition, offset }: MessageSource): boolean =>
      this.keys.added.some((head) => head.partition === partition && head.offset === offset);
    for (const letter of deadLetters.add(inOrderOfMessages(letters))) {
      if (isHead(letter.source)) heldKeys.hold(letter);
    }
  }
}
