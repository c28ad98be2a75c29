import { isRetryableError, type PortError } from '../errors/index.js';
import { isNewerEventError } from '../events/newer-event.js';
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
  /** How long to leave the work to others after an event that a newer program wrote, in milliseconds. */
  readonly standByMs: number;
  /** Called once for each such event. */
  readonly onStandBy: (error: PortError) => void;
}

/**
 * Repeats a step until the signal aborts. After each step it waits for the number of milliseconds that the step
 * resolves with. Backs off after a retryable PortError. Stands by after one with the code `newer-event`, so that an
 * upgraded program can do the work. Rejects with any other error. A step that reports progress makes the next back-off
 * short again.
 */
export async function repeatPatiently(
  {
    clock,
    random,
    signal,
    retry = defaultRetryPolicy,
    onRetry,
    standByMs,
    onStandBy,
  }: RepeatOptions,
  step: (hasProgressed: () => void) => Promise<number>,
): Promise<void> {
  let failures = 0;
  let told = '';
  const hasProgressed = (): void => {
    failures = 0;
  };
  const waitAfter = (error: unknown): number => {
    if (isNewerEventError(error)) {
      if (error.message !== told) onStandBy(error);
      told = error.message;
      return standByMs;
    }
    if (!isRetryableError(error)) throw error;
    failures += 1;
    const delayMs = retryDelayMs(retry, failures, random);
    onRetry({ error, failures, delayMs });
    return delayMs;
  };
  while (!signal.aborted) {
    await clock.sleep(await step(hasProgressed).catch(waitAfter), signal);
  }
}
