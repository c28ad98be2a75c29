import { PortError, type HeldLock, type LeaderLock } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import { closedError, toPortError, type Operation } from '../connection/port-failure.js';
import { LockConnection, type LockConnectionDependencies } from './lock-connection.js';

const operation: Operation = { port: 'leader-lock', operation: 'tryAcquire' };

/**
 * Session advisory locks; all locks of a process share one connection of the pool. A process without locks, such as a
 * standby, uses no connection.
 */
export class PostgresLeaderLock implements LeaderLock {
  readonly #pool: ConnectionPool;
  readonly #scope: string;
  readonly #dependencies: LockConnectionDependencies;
  /** Held or requested by this process: the server would grant a session the same lock again. */
  readonly #names = new Set<string>();
  #connection: LockConnection | undefined;
  #isClosed = false;

  /** Locks of equal names in different scopes are independent. */
  constructor(pool: ConnectionPool, scope: string, dependencies: LockConnectionDependencies) {
    this.#pool = pool;
    this.#scope = scope;
    this.#dependencies = dependencies;
  }

  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    this.#assertUsable();
    if (this.#names.has(name)) return undefined;
    this.#names.add(name);
    const connection = this.#sharedConnection();
    connection.enter();
    const key = `${this.#scope}:${name}`;
    try {
      if (await connection.take(key)) return this.#hold(connection, name, key);
    } catch (error) {
      connection.lose(String(error));
      this.#forget(connection, name);
      throw toPortError(operation, this.#pool.target.address, error);
    }
    this.#forget(connection, name);
    return undefined;
  }

  /** Releases every lock, and notifies its holder before another process can take it. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.lose('the database was closed');
  }

  #hold(connection: LockConnection, name: string, key: string): HeldLock {
    const lock = new SessionLock(name, {
      free: (held) => connection.free(held, key),
      forget: () => this.#forget(connection, name),
    });
    connection.add(lock);
    return lock;
  }

  #sharedConnection(): LockConnection {
    if (this.#connection !== undefined) return this.#connection;
    const { keepAliveMs } = this.#dependencies;
    const connection = new LockConnection(
      (onLost) => this.#pool.hold(operation, { answerTimeoutMs: keepAliveMs, onLost }),
      this.#dependencies,
      () => {
        if (this.#connection === connection) this.#connection = undefined;
      },
    );
    this.#connection = connection;
    return connection;
  }

  #forget(connection: LockConnection, name: string): void {
    this.#names.delete(name);
    connection.leave();
  }

  #assertUsable(): void {
    const { target, size } = this.#pool;
    if (this.#isClosed) throw closedError(operation, target.address);
    if (size > 1) return;
    throw new PortError({
      ...operation,
      reason: 'rejected',
      message: `Postgres at ${target.address}: a leader lock holds a connection, and the pool has only one.`,
      hint: 'set poolSize (POSTGRES_POOL_SIZE) to 2 or more',
    });
  }
}

interface LockEnds {
  readonly free: (lock: SessionLock) => Promise<void>;
  readonly forget: () => void;
}

class SessionLock implements HeldLock {
  readonly name: string;
  readonly #ends: LockEnds;
  readonly #lost = new AbortController();
  #released: Promise<void> | undefined;

  constructor(name: string, ends: LockEnds) {
    this.name = name;
    this.#ends = ends;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  release(): Promise<void> {
    this.#released ??= this.#release();
    return this.#released;
  }

  lose(why: string): void {
    if (this.#released !== undefined) return;
    this.#released = Promise.resolve();
    this.#lost.abort(new Error(why));
    this.#ends.forget();
  }

  async #release(): Promise<void> {
    await this.#ends.free(this);
    this.#ends.forget();
  }
}
