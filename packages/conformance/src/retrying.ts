import { retryTransient, type Clock, type Random } from '@foldmart/core';

const evenJitter: Random = { next: () => 0.5 };

/** Repeats `work` while it fails with a retryable error, as every caller of a port does. */
export function retrying<Result>(clock: Clock, work: () => Promise<Result>): Promise<Result> {
  return retryTransient(work, {
    clock,
    random: evenJitter,
    policy: { firstDelayMs: 5, longestDelayMs: 100 },
    maxAttempts: 200,
  });
}
