import { sleepBy, type Cancel, type Clock } from '@foldmart/core';
import type { Owner, Scheduler } from '../running/scheduler.js';

/** The clock of one process or service, over the time that all share. */
export class ProcessClock implements Clock {
  readonly #scheduler: Scheduler;
  readonly #owner: Owner;
  readonly #skewMs: () => number;

  /** `skewMs`: how far its time of day is ahead. Durations are the same everywhere. */
  constructor(scheduler: Scheduler, owner: Owner, skewMs: () => number = () => 0) {
    this.#scheduler = scheduler;
    this.#owner = owner;
    this.#skewMs = skewMs;
  }

  now(): number {
    const { startedAtMs, elapsedMs } = this.#scheduler.time;
    return Math.floor(startedAtMs + elapsedMs + this.#skewMs());
  }

  monotonic(): number {
    return this.#scheduler.time.elapsedMs;
  }

  schedule(delayMs: number, task: () => void): Cancel {
    if (!this.#owner.isAlive || delayMs === Number.POSITIVE_INFINITY) return () => undefined;
    return this.#scheduler.schedule(this.#owner, delayMs, task);
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy(this, delayMs, signal);
  }
}
