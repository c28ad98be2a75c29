import type { Transaction } from './transaction.js';

/**
 * Keys that uncommitted transactions have written, as in a unique index: whoever wants one of them waits
 * until its transaction has ended, and sees then what became of it.
 */
export class Claims {
  readonly #holders = new Map<string, Transaction>();

  /**
   * Claims all keys for `transaction`, together: nobody waits while holding some, so nobody waits in a
   * circle. They are free again when it ends.
   */
  async claim(transaction: Transaction, keys: readonly string[]): Promise<void> {
    for (;;) {
      const holder = this.#otherHolder(transaction, keys);
      if (holder === undefined) break;
      await holder.ended;
    }
    if (!transaction.isRunning) return;
    for (const key of keys) this.#holders.set(key, transaction);
    transaction.onEnd(() => {
      for (const key of keys) this.#holders.delete(key);
    });
  }

  #otherHolder(transaction: Transaction, keys: readonly string[]): Transaction | undefined {
    for (const key of keys) {
      const holder = this.#holders.get(key);
      if (holder !== undefined && holder !== transaction) return holder;
    }
    return undefined;
  }
}
