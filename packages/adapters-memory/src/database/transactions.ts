import type { Clock } from '@foldmart/core';
import { Transaction } from './transaction.js';

/** The transactions of a database, numbered in the order in which they begin. */
export class Transactions {
  readonly #clock: Clock;
  readonly #running = new Map<number, Transaction>();
  readonly #afterEnd: () => void;
  #lastId = 0;

  /** `afterEnd` is called whenever a transaction has ended. */
  constructor(clock: Clock, afterEnd: () => void) {
    this.#clock = clock;
    this.#afterEnd = afterEnd;
  }

  begin(description: string): Transaction {
    this.#lastId += 1;
    const transaction = new Transaction(this.#lastId, description, this.#clock.monotonic());
    this.#running.set(transaction.id, transaction);
    transaction.onEnd(() => {
      this.#running.delete(transaction.id);
      this.#afterEnd();
    });
    return transaction;
  }

  get oldestRunning(): Transaction | undefined {
    for (const transaction of this.#running.values()) return transaction;
    return undefined;
  }

  /** All transactions below this id have ended, and none will begin below it. */
  get horizon(): number {
    return this.oldestRunning?.id ?? this.#lastId + 1;
  }
}
