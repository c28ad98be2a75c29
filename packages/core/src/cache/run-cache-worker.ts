import { isRetryableError } from '../errors/index.js';
import { defaultRetryPolicy, retryDelayMs, type RetryPolicy } from '../messaging/retry-policy.js';
import type { Logger } from '../ports/logger.js';
import type { Random } from '../ports/random.js';
import type { KindSelection } from './cache-selection.js';
import { refreshCache, type CacheRefresh, type RefreshCacheDependencies } from './refresh-cache.js';

/** What the cache worker uses. */
export interface CacheWorkerDependencies extends RefreshCacheDependencies {
  readonly random: Random;
  readonly logger: Logger;
}

/** What the cache worker does, and how often. */
export interface CacheWorkerOptions {
  /** The kinds to cache, refreshed one after another in this order. */
  readonly selections: readonly KindSelection[];
  /** From the start of one refresh to the start of the next; default 50,000. */
  readonly intervalMs?: number;
  /** The back-off after a failed refresh, at most the interval. */
  readonly retry?: RetryPolicy;
  /** Called after every complete refresh, with its number from 1. Must not throw. */
  readonly onRefresh?: (refresh: CacheRefresh, number: number) => void;
  readonly signal: AbortSignal;
}

/** The totals of a cache worker. */
export interface CacheWorkerResult {
  readonly refreshes: number;
}

/**
 * Refreshes the cache at once and then at every interval, until the signal aborts. A retryable failure is logged and
 * retried after a back-off, and the cache keeps its entities; any other error rejects.
 */
export async function runCacheWorker(
  dependencies: CacheWorkerDependencies,
  options: CacheWorkerOptions,
): Promise<CacheWorkerResult> {
  const { selections, intervalMs = 50_000, onRefresh, signal } = options;
  const { clock } = dependencies;
  let refreshes = 0;
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = clock.monotonic();
    try {
      const refresh = await refreshCache(dependencies, selections);
      failures = 0;
      refreshes += 1;
      onRefresh?.(refresh, refreshes);
      await clock.sleep(Math.max(0, intervalMs - (clock.monotonic() - startedAt)), signal);
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      failures += 1;
      await pauseAfter(error, failures, dependencies, options, intervalMs);
    }
  }
  return { refreshes };
}

async function pauseAfter(
  error: unknown,
  failures: number,
  { clock, random, logger }: CacheWorkerDependencies,
  { retry = defaultRetryPolicy, signal }: CacheWorkerOptions,
  intervalMs: number,
): Promise<void> {
  const delayMs = Math.min(retryDelayMs(retry, failures, random), intervalMs);
  logger.warn('the cache could not be refreshed and stays as it is', { error, failures, delayMs });
  await clock.sleep(delayMs, signal);
}
