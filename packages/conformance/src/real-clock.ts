import type { Clock } from '@foldmart/core';

/** The clock of the machine, for harnesses of adapters that run by real time. */
export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(finish, delayMs);
      signal?.addEventListener('abort', finish);
      if (signal?.aborted === true) finish();
      function finish(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      }
    }),
};
