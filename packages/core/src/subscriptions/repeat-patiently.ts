import { isRetryableError } from '../errors/index.js';
import { defaultRetryPolicy, retryDelayMs, type RetryPolicy } from '../messaging/retry-policy.js';
import type { Clock } from '../ports/clock.js';
import type { Random } from '../ports/random.js';

export interface RepeatOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  readonly retry?: RetryPolicy | undefined;
  /** Called before each back-off. */
  readonly onRetry: (details: {
    readonly error: unknown;
    readonly failures: number;
    readonly delayMs: number;
  }) => void;
}

/**
 * Repeats a step until the signal aborts. After each step it waits for the number of milliseconds that the step
 * resolves with. Backs off after a retryable PortError; rejects with any other error. A step that reports progress
 * makes the next back-off short again.
 */
export async function repeatPatiently(
  { clock, random, signal, retry = defaultRetryPolicy, onRetry }: RepeatOptions,
  step: (hasProgressed: () => void) => Promise<number>,
): Promise<void> {
  let failures = 0;
  const hasProgressed = (): void => {
    failures = 0;
  };
  while (!signal.aborted) {
    try {
      await clock.sleep(await step(hasProgressed), signal);
    } catch (error) {
      if (!isRetryableError(error)) throw error;
      failures += 1;
      const delayMs = retryDelayMs(retry, failures, random);
      onRetry({ error, failures, delayMs });
      await clock.sleep(delayMs, signal);
    }
  }
}
