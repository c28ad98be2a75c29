import type { PortError } from '../errors/index.js';
import type { RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { LeaderLock } from '../ports/leader-lock.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';
import { leadOnce } from './lead-once.js';
import { repeatPatiently } from './repeat-patiently.js';

export interface LeadingDependencies {
  readonly locks: Pick<LeaderLock, 'tryAcquire'>;
  readonly clock: Clock;
  /** Adds jitter to the back-off between attempts. */
  readonly random: Random;
  readonly logger: Logger;
}

/** Which lock to hold, and how often to try to acquire it. */
export interface LeadingOptions {
  readonly lock: string;
  readonly signal: AbortSignal;
  /** How often to try to acquire the lock while another process holds it, in milliseconds; default 1,000. */
  readonly lockPollMs?: number;
  readonly retry?: RetryPolicy;
}

/** A period during which this process leads. */
export interface Leadership {
  /** Aborts when the lock is lost or the caller's signal aborts. */
  readonly signal: AbortSignal;
  /** Call after every success, so that the next back-off is short again. */
  readonly hasProgressed: () => void;
}

/**
 * Runs `work` whenever this process holds the lock, until the signal aborts. When `work` resolves, the lock is
 * released for one poll interval. If `work` or the lock fails with a retryable error, the failure is logged, the lock
 * released and the attempt retried after a back-off. If `work` fails with the code `newer-event`, the lock is released for
 * one poll interval, so that an upgraded program can lead. Any other error rejects.
 */
export async function keepLeading(
  { locks, clock, random, logger }: LeadingDependencies,
  { lock: name, signal, lockPollMs = 1_000, retry }: LeadingOptions,
  work: (leadership: Leadership) => Promise<void>,
): Promise<void> {
  const onRetry = (details: object): void => {
    logger.warn('leading failed, retrying', { lock: name, ...details });
  };
  const onStandBy = ({ message, hint }: PortError): void => {
    logger.warn('leading is left to a newer program', { lock: name, cause: message, hint });
  };
  const patience = { clock, random, signal, retry, onRetry, standByMs: lockPollMs, onStandBy };
  await repeatPatiently(patience, async (hasProgressed) => {
    await leadOnce({ locks }, name, (lost) =>
      work({ signal: AbortSignal.any([signal, lost]), hasProgressed }),
    );
    return lockPollMs;
  });
}
