import type { Clock } from '@foldmart/core';
import type { Transaction } from './transaction.js';

interface LockRequest {
  readonly transaction: Transaction;
  readonly tables: ReadonlySet<string>;
  readonly isExclusive: boolean;
  readonly granted: () => void;
}

/**
 * Locks on whole tables until a transaction ends, shared or exclusive. They are granted in the order of the
 * requests, so later shared locks do not delay an exclusive one.
 */
export class TableLocks {
  readonly #clock: Clock;
  readonly #held = new Set<LockRequest>();
  readonly #waiting = new Set<LockRequest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until no other transaction has an exclusive lock on any of the tables, or waits for one. */
  share(transaction: Transaction, tables: readonly string[]): Promise<void> {
    return new Promise((granted) => {
      this.#ask({ transaction, tables: new Set(tables), isExclusive: false, granted });
    });
  }

  /**
   * Waits until no other transaction has a lock on any of the tables; false, with no lock taken, if that takes too
   * long.
   */
  exclude(
    transaction: Transaction,
    tables: readonly string[],
    timeoutMs: number,
  ): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(timeoutMs, () => {
        this.#waiting.delete(request);
        resolve(false);
        this.#serve();
      });
      const granted = (): void => {
        cancel();
        resolve(true);
      };
      const request = { transaction, tables: new Set(tables), isExclusive: true, granted };
      transaction.onEnd(cancel);
      this.#ask(request);
    });
  }

  #ask(request: LockRequest): void {
    // A crashed process may arrive here after another wait: its lock would never be released.
    if (!request.transaction.isRunning) return;
    this.#waiting.add(request);
    request.transaction.onEnd(() => {
      this.#waiting.delete(request);
      this.#held.delete(request);
      this.#serve();
    });
    this.#serve();
  }

  #serve(): void {
    const before: LockRequest[] = [...this.#held];
    for (const request of this.#waiting) {
      if (!before.some((other) => isInTheWay(other, request))) {
        this.#waiting.delete(request);
        this.#held.add(request);
        request.granted();
      }
      before.push(request);
    }
  }
}

function isInTheWay(other: LockRequest, request: LockRequest): boolean {
  return (
    other.transaction !== request.transaction &&
    (other.isExclusive || request.isExclusive) &&
    [...request.tables].some((table) => other.tables.has(table))
  );
}
