import type { LeaderLock } from '../ports/leader-lock.js';
import type { Logger } from '../ports/logger.js';

/**
 * Runs `work` under the named lock. Returns false without running it if the lock is held elsewhere. `lost` aborts
 * when the lock is lost. If `work` rejects, this rejects with the same error; a failure to release the lock is then
 * only logged.
 */
export async function leadOnce(
  { locks, logger }: { readonly locks: LeaderLock; readonly logger: Logger },
  name: string,
  work: (lost: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const held = await locks.tryAcquire(name);
  if (held === undefined) return false;
  try {
    await work(held.lost);
  } catch (error) {
    await held.release().catch((failure: unknown) => {
      logger.warn('a lock could not be released', { lock: name, error: failure });
    });
    throw error;
  }
  await held.release();
  return true;
}
