import { isRetryableError } from '../errors/index.js';
import { defaultRetryPolicy, retryDelayMs, type RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { LeaderLock } from '../ports/leader-lock.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';

/** What leading takes. */
export interface LeadingDependencies {
  readonly locks: LeaderLock;
  readonly clock: Clock;
  /** For the pauses between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** Which lock is to be held, and how patiently. */
export interface LeadingOptions {
  readonly lock: string;
  readonly signal: AbortSignal;
  /** How often to look for the lock while another process has it; default 1,000. */
  readonly lockPollMs?: number;
  readonly retry?: RetryPolicy;
}

/** A time during which this process leads. */
export interface Leadership {
  /** Aborts when the lock is lost, or the process is to end. */
  readonly signal: AbortSignal;
  /** To be told of every success, so that pauses after failures are short again. */
  readonly hasProgressed: () => void;
}

/**
 * Does `work` whenever this process holds the lock, until the signal aborts. Work that resolves gives the lock up for a
 * poll; a transient failure of work or lock is logged and waited out without the lock, any other error rejects.
 */
export async function keepLeading(
  { locks, clock, random, logger }: LeadingDependencies,
  { lock: name, signal, lockPollMs = 1_000, retry = defaultRetryPolicy }: LeadingOptions,
  work: (leadership: Leadership) => Promise<void>,
): Promise<void> {
  let failures = 0;
  const hasProgressed = (): void => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      await leadOnce(locks, logger, name, (lost) =>
        work({ signal: AbortSignal.any([signal, lost]), hasProgressed }),
      );
      await clock.sleep(lockPollMs, signal);
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      failures += 1;
      const delayMs = retryDelayMs(retry, failures, random);
      logger.warn('a leader waits', { lock: name, error, failures, delayMs });
      await clock.sleep(delayMs, signal);
    }
  }
}

async function leadOnce(
  locks: LeaderLock,
  logger: Logger,
  name: string,
  work: (lost: AbortSignal) => Promise<void>,
): Promise<void> {
  const held = await locks.tryAcquire(name);
  if (held === undefined) return;
  try {
    await work(held.lost);
  } catch (error) {
    await held.release().catch((failure: unknown) => {
      logger.warn('a lock could not be released', { lock: name, error: failure });
    });
    throw error;
  }
  await held.release();
}
