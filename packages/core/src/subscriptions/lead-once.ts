import type { LeaderLock } from '../ports/leader-lock.js';

/**
 * Runs `work` under the named lock. Returns false without running it if the lock is held elsewhere. `lost` aborts
 * when the lock is lost. If `work` rejects, this rejects with the same error after the lock is released.
 */
export async function leadOnce(
  { locks }: { readonly locks: Pick<LeaderLock, 'tryAcquire'> },
  name: string,
  work: (lost: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const held = await locks.tryAcquire(name);
  if (held === undefined) return false;
  try {
    await work(held.lost);
  } finally {
    await held.release();
  }
  return true;
}
