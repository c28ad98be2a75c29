import type { HeldLock, LeaderLock } from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';

/** Locks of a memory database. The locks of a session are released when it closes or crashes. */
export class MemoryLeaderLock implements LeaderLock {
  readonly #session: DatabaseSession;
  readonly #held = new Map<string, AbortController>();

  constructor(session: DatabaseSession) {
    this.#session = session;
    session.onEnd(() => {
      for (const [name, loss] of this.#held) {
        this.#letGo(name, loss);
        loss.abort();
      }
    });
  }

  tryAcquire(name: string): Promise<HeldLock | undefined> {
    return this.#session.read('leader-lock', 'tryAcquire', () => this.#take(name));
  }

  #take(name: string): HeldLock | undefined {
    const { lockHolders } = this.#session.database;
    if (lockHolders.has(name)) return undefined;
    const loss = new AbortController();
    lockHolders.set(name, loss);
    this.#held.set(name, loss);
    return { lost: loss.signal, release: async () => this.#letGo(name, loss) };
  }

  /** Does not release a lock that another session holds by now. */
  #letGo(name: string, loss: AbortController): void {
    const { lockHolders } = this.#session.database;
    if (lockHolders.get(name) !== loss) return;
    lockHolders.delete(name);
    this.#held.delete(name);
  }
}
