import type { Clock } from '@foldmart/core';

/** A clock that advances only, and at once, when a caller waits. */
export function hurriedClock(): Clock {
  let time = 0;
  return {
    now: () => time,
    monotonic: () => time,
    schedule(delayMs, task) {
      const timer = setImmediate(() => {
        time += delayMs;
        task();
      });
      return () => clearImmediate(timer);
    },
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        setImmediate(() => {
          if (signal?.aborted !== true) time += delayMs;
          resolve();
        });
      }),
  };
}
