import type { Clock } from '@foldmart/core';
import { ProblemError } from './problems/problem-error.js';

/**
 * The result of `work`.
 *
 * @throws ProblemError, `unavailable`, if `work` takes longer than `timeoutMs`. The work itself is
 * not cancelled.
 */
export async function inTime<Result>(
  clock: Clock,
  timeoutMs: number,
  work: Promise<Result>,
): Promise<Result> {
  let cancel = (): void => undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    cancel = clock.schedule(timeoutMs, () => {
      reject(
        new ProblemError(
          'unavailable',
          `No answer within ${String(timeoutMs)} ms. A coupon request may have been queued: repeat it with the same Idempotency-Key.`,
        ),
      );
    });
  });
  return Promise.race([work, timeout]).finally(cancel);
}
