import type { Cancel, Clock } from '@foldmart/core';

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A clock that jumps to the next task as soon as nothing else can run, so waits take no time. */
export class SkippingClock implements Clock {
  #nowMs = 0;
  #tasks: Task[] = [];
  #isTicking = false;

  now(): number {
    return Date.UTC(2026, 1, 3, 14, 30) + Math.floor(this.#nowMs);
  }

  monotonic(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, run: () => void): Cancel {
    const task = { dueMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#tasks.push(task);
    this.#tick();
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.schedule(delayMs, resolve);
      const stop = (): void => {
        cancel();
        resolve();
      };
      if (signal?.aborted === true) stop();
      else signal?.addEventListener('abort', stop);
    });
  }

  /** A turn of the event loop begins when no promise can progress. */
  #tick(): void {
    if (this.#isTicking) return;
    this.#isTicking = true;
    setImmediate(() => {
      this.#isTicking = false;
      const dueMs = Math.min(...this.#tasks.map((task) => task.dueMs));
      const next = this.#tasks.find((task) => task.dueMs === dueMs);
      if (next === undefined) return;
      this.#tasks = this.#tasks.filter((task) => task !== next);
      this.#nowMs = Math.max(this.#nowMs, dueMs);
      next.run();
      if (this.#tasks.length > 0) this.#tick();
    });
  }
}
