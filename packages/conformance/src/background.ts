import type { Clock } from '@foldmart/core';

/**
 * Lets work go on beside the case. Its failure is seen where its result is awaited; should the case fail before,
 * that is the failure that counts.
 */
export function inBackground<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

/** Does something over and over while `work` goes on, which is then awaited. */
export async function whileGoingOn<Result>(
  clock: Clock,
  work: Promise<Result>,
  repeat: () => Promise<void>,
): Promise<Result> {
  let isOver = false;
  const ending = inBackground(
    work.finally(() => {
      isOver = true;
    }),
  );
  const hasEnded = (): boolean => isOver;
  while (!hasEnded()) {
    await repeat();
    await clock.sleep(1);
  }
  return ending;
}
