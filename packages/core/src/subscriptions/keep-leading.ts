import type { RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { LeaderLock } from '../ports/leader-lock.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';
import { leadOnce } from './lead-once.js';
import { repeatPatiently } from './repeat-patiently.js';

/** What {@link keepLeading} needs. */
export interface LeadingDependencies {
  readonly locks: LeaderLock;
  readonly clock: Clock;
  /** For the back-off between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** Which lock to hold, and how often to ask for it. */
export interface LeadingOptions {
  readonly lock: string;
  readonly signal: AbortSignal;
  /** How often to ask for the lock while another process holds it; default 1,000. */
  readonly lockPollMs?: number;
  readonly retry?: RetryPolicy;
}

/** A period during which this process leads. */
export interface Leadership {
  /** Aborts when the lock is lost, or the process is to end. */
  readonly signal: AbortSignal;
  /** To be called after every success, so that the next back-off is short again. */
  readonly hasProgressed: () => void;
}

/**
 * Runs `work` whenever this process holds the lock, until the signal aborts. If work resolves, the lock is free for one
 * poll. A retryable failure of work or lock is logged and retried after a back-off without the lock; any other error
 * rejects.
 */
export async function keepLeading(
  { locks, clock, random, logger }: LeadingDependencies,
  { lock: name, signal, lockPollMs = 1_000, retry }: LeadingOptions,
  work: (leadership: Leadership) => Promise<void>,
): Promise<void> {
  const onRetry = (details: object): void => {
    logger.warn('a leader waits', { lock: name, ...details });
  };
  await repeatPatiently({ clock, random, signal, retry, onRetry }, async (hasProgressed) => {
    await leadOnce({ locks, logger }, name, (lost) =>
      work({ signal: AbortSignal.any([signal, lost]), hasProgressed }),
    );
    return lockPollMs;
  });
}
