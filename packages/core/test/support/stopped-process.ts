import type { Clock } from '@foldmart/core';

/**
 * The clock of a process that is stopped right after it has acquired its locks: no timer fires, so
 * it neither renews a lease nor notices that one has expired.
 */
export function stoppedTimers(world: Clock): Clock {
  return {
    now: () => world.now(),
    monotonic: () => world.monotonic(),
    schedule: () => () => undefined,
    sleep: (delayMs, signal) => world.sleep(delayMs, signal),
  };
}

/** Calls `work` once the process resumes at a time of the world's clock. */
export function whenResumed<Values extends readonly unknown[], Result>(
  world: Clock,
  atMs: number,
  work: (...values: Values) => Promise<Result>,
): (...values: Values) => Promise<Result> {
  return async (...values) => {
    await world.sleep(Math.max(0, atMs - world.monotonic()));
    return work(...values);
  };
}
