import type { HeldLock, LeaderLock } from '@foldmart/core';

/** The locks of one run of a follower, so that they can be released if the run hangs. */
export class HeldLocks implements Pick<LeaderLock, 'tryAcquire'> {
  readonly #locks: Pick<LeaderLock, 'tryAcquire'>;
  readonly #held = new Set<HeldLock>();

  constructor(locks: Pick<LeaderLock, 'tryAcquire'>) {
    this.#locks = locks;
  }

  async tryAcquire(name: string): Promise<HeldLock | undefined> {
    const held = await this.#locks.tryAcquire(name);
    if (held === undefined) return undefined;
    this.#held.add(held);
    return {
      token: held.token,
      lost: held.lost,
      release: () => {
        this.#held.delete(held);
        return held.release();
      },
    };
  }

  /** Releases those that are still held. Never rejects. */
  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held].map((held) => held.release()));
  }
}
