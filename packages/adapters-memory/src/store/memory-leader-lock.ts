import type { HeldLock, LeaderLock } from '@foldmart/core';
import type { DatabaseSession } from './database-session.js';

/** Locks of a memory database; a session's are free when it is closed, or crashes. */
export class MemoryLeaderLock implements LeaderLock {
  readonly #session: DatabaseSession;

  constructor(session: DatabaseSession) {
    this.#session = session;
  }

  tryAcquire(name: string): Promise<HeldLock | undefined> {
    return this.#session.read('leader-lock', 'tryAcquire', () => this.#take(name));
  }

  #take(name: string): HeldLock | undefined {
    const { lockHolders } = this.#session.database;
    if (lockHolders.has(name)) return undefined;
    const loss = new AbortController();
    lockHolders.set(name, loss);
    const letGo = (): void => {
      if (lockHolders.get(name) === loss) lockHolders.delete(name);
    };
    this.#session.onEnd(() => {
      if (lockHolders.get(name) !== loss) return;
      letGo();
      loss.abort();
    });
    return { lost: loss.signal, release: async () => letGo() };
  }
}
