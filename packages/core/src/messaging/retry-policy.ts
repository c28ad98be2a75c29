import type { Clock } from '../ports/clock.js';
import type { Random } from '../ports/random.js';
import { isRetryableError } from '../errors/index.js';

/** How long to wait before trying again: doubling from the first delay to the longest, with jitter. */
export interface RetryPolicy {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Waits 100 ms, 200 ms, … up to 5 s. */
export const defaultRetryPolicy: RetryPolicy = { firstDelayMs: 100, longestDelayMs: 5_000 };

/**
 * The delay before the attempt that follows `failures` failures (from 1): between half and all of the doubled
 * delay, so that those who failed together do not return together.
 */
export function retryDelayMs(policy: RetryPolicy, failures: number, random: Random): number {
  const exponent = Math.min(failures - 1, 30);
  const full = Math.min(policy.firstDelayMs * 2 ** exponent, policy.longestDelayMs);
  return Math.round(full * (0.5 + random.next() / 2));
}

export interface RetryOptions {
  readonly policy?: RetryPolicy;
  readonly clock: Clock;
  readonly random: Random;
  readonly signal?: AbortSignal;
  /** Attempts in all; without it, for as long as the error is transient. */
  readonly maxAttempts?: number;
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void;
}

/** Repeats `work` while it fails with a retryable PortError. Rejects with any other error, the last one when given up. */
export async function retryTransient<Result>(
  work: () => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!mayRetry(error, attempt, options)) throw error;
      const delayMs = retryDelayMs(options.policy ?? defaultRetryPolicy, attempt, options.random);
      options.onRetry?.(error, attempt, delayMs);
      await options.clock.sleep(delayMs, options.signal);
      if (options.signal?.aborted === true) throw error;
    }
  }
}

function mayRetry(error: unknown, attempt: number, options: RetryOptions): boolean {
  return (
    isRetryableError(error) &&
    options.signal?.aborted !== true &&
    attempt < (options.maxAttempts ?? Number.POSITIVE_INFINITY)
  );
}
