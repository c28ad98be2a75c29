import type { Clock } from '@foldmart/core';

/**
 * Runs work beside the case without an unhandled rejection. Await the result to see its failure; if
 * the case fails first, that failure is reported.
 */
export function inBackground<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => undefined);
  return work;
}

/** Repeats an action until `work` has settled, then returns the result of `work`. */
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
