import type { Clock } from '@foldmart/core';
import { ProblemError } from './problems/problem-error.js';

/** The result of `work`, or a problem document where it takes longer; the work itself goes on then. */
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
          `No answer within ${String(timeoutMs)} ms. A request for a coupon may have been queued: repeat it with the same Idempotency-Key.`,
        ),
      );
    });
  });
  return Promise.race([work, timeout]).finally(cancel);
}
