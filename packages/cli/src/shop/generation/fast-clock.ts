import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@foldmart/core';

const sleepsAPause = 100;

/**
 * A clock that does not wait: each sleep passes at once, and its time with it. Every hundredth one lets the process do
 * other work, such as handling a signal.
 */
export function fastClock(startMs: number): Clock {
  let elapsedMs = 0;
  let sleeps = 0;
  return {
    now: () => Math.floor(startMs + elapsedMs),
    monotonic: () => elapsedMs,
    // What is scheduled in a run are deadlines that only a failing queue reaches.
    schedule: () => () => undefined,
    async sleep(delayMs) {
      elapsedMs += Math.max(0, delayMs);
      sleeps += 1;
      if (sleeps % sleepsAPause === 0) await setImmediate();
    },
  };
}
