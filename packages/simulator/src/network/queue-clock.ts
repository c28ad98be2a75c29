import { sleepBy, type Cancel, type Clock } from '@foldmart/core';
import type { Link } from './link.js';

/**
 * The clock of a process's connection to the queue. While the process is cut off from the queue, no task runs: it sends no
 * heartbeats, and learns nothing of a rebalance.
 */
export class QueueClock implements Clock {
  readonly #clock: Clock;
  readonly #link: Link;

  constructor(clock: Clock, link: Link) {
    this.#clock = clock;
    this.#link = link;
  }

  now(): number {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  schedule(delayMs: number, task: () => void): Cancel {
    let cancel: Cancel = () => undefined;
    const wait = (ms: number): void => {
      cancel = this.#clock.schedule(ms, () => {
        const blockedMs = this.#link.blockedMs({ service: 'queue' });
        if (blockedMs > 0) wait(blockedMs);
        else task();
      });
    };
    wait(delayMs);
    return () => cancel();
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy(this, delayMs, signal);
  }
}
