import { silentLogger, type Clock } from '@foldmart/core';
import type { RedisDependencies } from '../../src/index.js';

/** The real time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (delayMs, task) => {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, delayMs);
      signal?.addEventListener('abort', end);
    }),
};

/** Real time and chance, and no log. */
export const systemDependencies: RedisDependencies = {
  clock: systemClock,
  random: { next: () => Math.random() },
  logger: silentLogger,
};
