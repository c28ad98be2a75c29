// #region clock
import { setImmediate } from 'node:timers/promises';
import type { Cancel, Clock } from '@foldmart/core';

/** Stands still while anything can run, and jumps to the next task when nothing can. */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #tasks: { readonly dueMs: number; readonly run: () => void }[] = [];

  now(): number {
    return Date.UTC(2026, 1, 3, 14, 30) + this.#nowMs;
  }

  monotonic(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, run: () => void): Cancel {
    const task = { dueMs: this.#nowMs + delayMs, run };
    this.#tasks = [...this.#tasks, task].sort((one, other) => one.dueMs - other.dueMs);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.schedule(delayMs, wake);
      signal?.addEventListener('abort', wake);
      function wake(): void {
        cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      }
    });
  }

  /** Lets time pass until `work` is done. */
  async drive<Result>(work: Promise<Result>): Promise<Result> {
    const ended = work.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([ended, setImmediate(false)]))) {
      const task = this.#tasks.shift();
      if (task === undefined) throw new Error('Nothing is scheduled, and the work is not done.');
      this.#nowMs = Math.max(this.#nowMs, task.dueMs);
      task.run();
    }
    return work;
  }
}
// #endregion
