import { PortError, type Clock, type PortName } from '@foldmart/core';
import { Breather } from '../process/breather.js';
import { never } from '../process/never.js';
import type { MemoryDatabase } from './memory-database.js';
import { closedError, SerializationConflictError } from './store-errors.js';
import type { Transaction } from './transaction.js';

/** Runs in every transaction that changes something, before it commits; rejecting rolls it back. */
export type BeforeCommit = (transaction: {
  readonly id: number;
  readonly description: string;
}) => Promise<void>;

const maxAttempts = 50;

/** One process's connection: it runs transactions until it is closed, or crashes. */
export class DatabaseSession {
  readonly database: MemoryDatabase;
  readonly name: string;
  readonly #breather: Breather;
  readonly #beforeCommit: BeforeCommit | undefined;
  readonly #running = new Set<Transaction>();
  readonly #ends: ((state: 'closed' | 'dead') => void)[] = [];
  #state: 'open' | 'closed' | 'dead' = 'open';

  constructor(
    database: MemoryDatabase,
    options: { readonly name: string; readonly clock: Clock; readonly beforeCommit?: BeforeCommit },
  ) {
    this.database = database;
    this.name = options.name;
    this.#breather = new Breather(options.clock);
    this.#beforeCommit = options.beforeCommit;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Runs `task` when the session ends, by a close or a crash. */
  onEnd(task: (state: 'closed' | 'dead') => void): void {
    this.#ends.push(task);
  }

  /** Reads committed data. Rejects if the session is closed; never settles after a crash. */
  async read<Result>(port: PortName, operation: string, work: () => Result): Promise<Result> {
    await this.#enter(port, operation);
    const result = work();
    await this.#breather.breathe(50);
    if (this.#isDead()) return never();
    return result;
  }

  /**
   * Runs `work` in a transaction and commits. Retries on a serialization conflict; rejects with a retryable
   * PortError after many of them.
   */
  async transact<Result>(
    port: PortName,
    operation: string,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    await this.#enter(port, operation);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#transactOnce(operation, work);
      } catch (error) {
        if (this.#isDead()) return never();
        if (!(error instanceof SerializationConflictError)) throw error;
        if (attempt === maxAttempts) throw lostForGood(port, operation, error);
      }
    }
  }

  /** Reports additional work to the breather. */
  breathe(units: number): Promise<void> {
    return this.#breather.breathe(units);
  }

  /** Closes the session after its running transactions. Idempotent. */
  async close(): Promise<void> {
    if (this.#isDead()) return never();
    if (this.#state === 'open') this.#end('closed');
    while (this.#running.size > 0) {
      await Promise.all([...this.#running].map(({ ended }) => ended));
    }
    if (this.#isDead()) return never();
  }

  /** Ends the session as a killed process does: uncommitted changes are rolled back, calls never settle. */
  crash(): void {
    this.#end('dead');
    for (const transaction of this.#running) transaction.rollback();
  }

  #end(state: 'closed' | 'dead'): void {
    this.#state = state;
    for (const task of this.#ends.splice(0)) task(state);
  }

  #isDead(): boolean {
    return this.#state === 'dead';
  }

  async #enter(port: PortName, operation: string): Promise<void> {
    if (this.#isDead()) return never();
    if (this.#state === 'closed') throw closedError(port, operation);
  }

  async #transactOnce<Result>(
    operation: string,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const transaction = this.database.transactions.begin(`${operation} of ${this.name}`);
    this.#running.add(transaction);
    // Not when the call ends: it may still yield to others, or never end, and a close would look at it for ever.
    transaction.onEnd(() => this.#running.delete(transaction));
    try {
      const result = await work(transaction);
      await this.#beforeCommit?.(transaction);
      if (this.#isDead()) return await never();
      transaction.commit();
      await this.#breather.breathe(50);
      return result;
    } finally {
      transaction.rollback();
    }
  }
}

function lostForGood(
  port: PortName,
  operation: string,
  cause: SerializationConflictError,
): PortError {
  return new PortError({
    port,
    operation,
    reason: 'unavailable',
    message: `Others were faster ${maxAttempts} times in a row: ${cause.message}`,
    cause,
  });
}
