import type { Clock } from '@foldmart/core';
import type { Transaction } from './transaction.js';

interface LockRequest {
  readonly transaction: Transaction;
  readonly tables: ReadonlySet<string>;
  readonly isExclusive: boolean;
  readonly granted: () => void;
}

/**
 * Locks on whole tables until a transaction ends: many share one, or one has it alone. Served in the order in which
 * they are asked for, so that whoever wants a table alone is not kept waiting by those who come later.
 */
export class TableLocks {
  readonly #clock: Clock;
  readonly #held = new Set<LockRequest>();
  readonly #waiting = new Set<LockRequest>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until nobody has any of the tables alone, or waits to have it. */
  share(transaction: Transaction, tables: readonly string[]): Promise<void> {
    return new Promise((granted) => {
      this.#ask({ transaction, tables: new Set(tables), isExclusive: false, granted });
    });
  }

  /** Waits until nobody else has any of the tables; false, with none of them, where that is not so in time. */
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
    // A crashed process may come here on its way from another wait: nothing would ever take its lock away.
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
