import type { Transaction } from './transaction.js';

/** What a transaction is about to write: streams and event ids, or anything else that has a name. */
export interface ClaimedKeys {
  readonly streams?: readonly string[];
  readonly events?: readonly string[];
  readonly names?: readonly string[];
}

type Space = keyof ClaimedKeys;

const spaces: readonly Space[] = ['streams', 'events', 'names'];

/**
 * Keys that uncommitted transactions have written, as in a unique index: whoever wants one of them waits
 * until its transaction has ended, and sees then what became of it.
 */
export class Claims {
  readonly #holders: Readonly<Record<Space, Map<string, Transaction>>> = {
    streams: new Map(),
    events: new Map(),
    names: new Map(),
  };

  /**
   * Claims all keys for `transaction`, together: nobody waits while holding some, so nobody waits in a
   * circle. They are free again when it ends.
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
