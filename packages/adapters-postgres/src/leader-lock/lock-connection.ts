import type { Cancel, Clock, Logger } from '@foldmart/core';
import type { HeldConnection } from '../connection/connection-pool.js';

export interface LockConnectionDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keepAliveMs: number;
}

/** A lock on a {@link LockConnection}, which is notified if the connection is lost. */
export interface LockOnConnection {
  readonly name: string;
  lose(why: string): void;
}

/**
 * One connection for all locks of a process. It is taken while any lock is held or requested, then returned to the
 * pool.
 */
export class LockConnection {
  readonly #connection: Promise<HeldConnection>;
  readonly #dependencies: LockConnectionDependencies;
  readonly #onEnd: () => void;
  readonly #held = new Set<LockOnConnection>();
  #users = 0;
  #isOver = false;
  #cancelKeepAlive: Cancel | undefined;

  /** `hold` takes a connection from the pool; `onEnd` is called once, when this connection can no longer be used. */
  constructor(
    hold: (onLost: (why: string) => void) => Promise<HeldConnection>,
    dependencies: LockConnectionDependencies,
    onEnd: () => void,
  ) {
    this.#dependencies = dependencies;
    this.#onEnd = onEnd;
    this.#connection = hold((why) => this.lose(why));
    this.#connection.catch((error: unknown) => this.lose(String(error)));
  }

  /** Counts a lock that is held or requested; balanced by {@link leave}. */
  enter(): void {
    this.#users += 1;
  }

  /** Returns the connection to the pool when no lock uses it any more. */
  leave(): void {
    this.#users -= 1;
    if (this.#users === 0) this.#end(false);
  }

  /** Takes the advisory lock `key`; false if another session has it. */
  async take(key: string): Promise<boolean> {
    return this.#ask('SELECT pg_try_advisory_lock(hashtextextended($1, 11))', key);
  }

  /** Notifies `lock` if the connection is lost; at once if it is lost already. */
  add(lock: LockOnConnection): void {
    if (this.#isOver) {
      lock.lose('the connection ended');
      return;
    }
    this.#held.add(lock);
    if (this.#cancelKeepAlive === undefined) this.#keepAlive();
  }

  /** Releases the advisory lock `key`. If that fails, the connection is lost, and the lock with it. Never rejects. */
  async free(lock: LockOnConnection, key: string): Promise<void> {
    this.#held.delete(lock);
    try {
      await this.#ask('SELECT pg_advisory_unlock(hashtextextended($1, 11))', key);
    } catch (error) {
      this.lose(String(error));
    }
  }

  /** Notifies every holder, then closes the connection, which releases its locks. */
  lose(why: string): void {
    if (this.#isOver) return;
    const lost = [...this.#held];
    this.#held.clear();
    for (const lock of lost) {
      this.#dependencies.logger.warn('a leader lock was lost', { lock: lock.name, reason: why });
      lock.lose(why);
    }
    this.#end(true);
  }

  async #ask(text: string, key: string): Promise<boolean> {
    const { session } = await this.#connection;
    const { rows } = await session.run({ text, values: [key] });
    return rows[0]?.[0] === 't';
  }

  #keepAlive(): void {
    const { clock, keepAliveMs } = this.#dependencies;
    this.#cancelKeepAlive = clock.schedule(keepAliveMs, () => {
      this.#connection
        .then(({ session }) => session.run({ text: 'SELECT 1' }))
        .then(
          () => {
            if (!this.#isOver) this.#keepAlive();
          },
          (error: unknown) => this.lose(String(error)),
        );
    });
  }

  #end(isBroken: boolean): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelKeepAlive?.();
    this.#onEnd();
    this.#connection.then(
      (connection) => connection.release(isBroken),
      () => undefined,
    );
  }
}
