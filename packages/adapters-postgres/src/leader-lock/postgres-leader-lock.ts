import pg from 'pg';
import type { Clock, HeldLock, LeaderLock, Logger } from '@foldmart/core';
import type { ConnectionTarget } from '../connection/connection-target.js';
import { closedError, toPortError, type Operation } from '../connection/port-failure.js';

const operation: Operation = { port: 'leader-lock', operation: 'tryAcquire' };

/** What a lock needs to make sure of itself. */
export interface LeaderLockDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keepAliveMs: number;
}

/** Session advisory locks, each on a connection of its own: with the connection the lock is gone. */
export class PostgresLeaderLock implements LeaderLock {
  readonly #target: ConnectionTarget;
  readonly #scope: string;
  readonly #dependencies: LeaderLockDependencies;
  readonly #held = new Set<SessionLock>();
  #isClosed = false;

  /** Locks of equal names in different scopes have nothing to do with each other. */
  constructor(target: ConnectionTarget, scope: string, dependencies: LeaderLockDependencies) {
    this.#target = target;
    this.#scope = scope;
    this.#dependencies = dependencies;
  }

  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    this.#assertOpen();
    const { keepAliveMs } = this.#dependencies;
    const client = new pg.Client({ ...this.#target.config, query_timeout: keepAliveMs });
    const lock = new SessionLock(client, this.#dependencies, () => this.#held.delete(lock));
    try {
      await client.connect();
      if (!(await lock.take(`${this.#scope}:${name}`))) {
        await lock.release();
        return undefined;
      }
    } catch (error) {
      await lock.release();
      throw toPortError(operation, this.#target.address, error);
    }
    this.#held.add(lock);
    if (this.#isClosed) await lock.lose('the database was closed');
    return lock;
  }

  /** Gives up every lock, telling its holder before anybody else can have it. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#held].map((lock) => lock.lose('the database was closed')));
  }

  #assertOpen(): void {
    if (this.#isClosed) throw closedError(operation, this.#target.address);
  }
}

class SessionLock implements HeldLock {
  readonly #client: pg.Client;
  readonly #dependencies: LeaderLockDependencies;
  readonly #forget: () => void;
  readonly #lost = new AbortController();
  #isReleased = false;
  #cancelKeepAlive: () => void = () => undefined;

  constructor(client: pg.Client, dependencies: LeaderLockDependencies, forget: () => void) {
    this.#client = client;
    this.#dependencies = dependencies;
    this.#forget = forget;
    client.on('error', (error) => void this.lose(error.message));
    client.on('end', () => void this.lose('the connection ended'));
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  async take(name: string): Promise<boolean> {
    const { rows } = await this.#client.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 11)) AS taken',
      [name],
    );
    const isTaken = rows[0]?.taken === true;
    if (isTaken) this.#keepAlive();
    return isTaken;
  }

  async release(): Promise<void> {
    this.#isReleased = true;
    this.#stop();
    await this.#client.end().catch(() => undefined);
  }

  /** Tells the holder, then lets the lock go with its connection. Never rejects. */
  async lose(why: string): Promise<void> {
    this.#stop();
    if (this.#isReleased || this.lost.aborted) return;
    this.#dependencies.logger.warn('a leader lock was lost', { reason: why });
    this.#lost.abort(new Error(why));
    await this.#client.end().catch(() => undefined);
  }

  #keepAlive(): void {
    const { clock, keepAliveMs } = this.#dependencies;
    this.#cancelKeepAlive = clock.schedule(keepAliveMs, () => {
      this.#client.query('SELECT 1').then(
        () => {
          if (!this.#isReleased && !this.lost.aborted) this.#keepAlive();
        },
        (error: unknown) => this.lose(String(error)),
      );
    });
  }

  #stop(): void {
    this.#cancelKeepAlive();
    this.#forget();
  }
}
