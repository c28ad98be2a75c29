import type { Transaction } from './transaction.js';

/** The keys that a transaction is about to write: streams, event ids, or any other names. */
export interface ClaimedKeys {
  readonly streams?: readonly string[];
  readonly events?: readonly string[];
  readonly names?: readonly string[];
}

type Space = keyof ClaimedKeys;

const spaces: readonly Space[] = ['streams', 'events', 'names'];

/**
 * Keys that uncommitted transactions have written, as in a unique index. A transaction that needs one of them waits
 * until the holder has ended, and then sees its result.
 */
export class Claims {
  readonly #holders: Readonly<Record<Space, Map<string, Transaction>>> = {
    streams: new Map(),
    events: new Map(),
    names: new Map(),
  };

  /**
   * Claims all keys for `transaction` at once: no transaction waits while it holds some, so there is no deadlock.
   * They are released when the transaction ends.
   */
  async claim(transaction: Transaction, keys: ClaimedKeys): Promise<void> {
    for (;;) {
      const holder = this.#otherHolder(transaction, keys);
      if (holder === undefined) break;
      await holder.ended;
    }
    if (!transaction.isRunning) return;
    this.#forEach(keys, (holders, key) => holders.set(key, transaction));
    transaction.onEnd(() => this.#forEach(keys, (holders, key) => holders.delete(key)));
  }

  #otherHolder(transaction: Transaction, keys: ClaimedKeys): Transaction | undefined {
    for (const space of spaces) {
      const holders = this.#holders[space];
      if (holders.size === 0) continue;
      for (const key of keys[space] ?? []) {
        const holder = holders.get(key);
        if (holder !== undefined && holder !== transaction) return holder;
      }
    }
    return undefined;
  }

  #forEach(
    keys: ClaimedKeys,
    visit: (holders: Map<string, Transaction>, key: string) => void,
  ): void {
    for (const space of spaces) {
      for (const key of keys[space] ?? []) visit(this.#holders[space], key);
    }
  }
}
