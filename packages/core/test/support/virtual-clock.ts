import type { Cancel, Clock } from '@foldmart/core';

/** A clock that jumps to the next task whenever everything else has come to rest. */
export class VirtualClock implements Clock {
  #elapsedMs = 0;
  #tasks: { readonly dueMs: number; readonly run: () => void }[] = [];
  readonly #epochMs: number;

  constructor(epochMs = Date.UTC(2026, 1, 3, 14, 30)) {
    this.#epochMs = epochMs;
  }

  now(): number {
    return this.#epochMs + Math.floor(this.#elapsedMs);
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  schedule(delayMs: number, run: () => void): Cancel {
    const task = { dueMs: this.#elapsedMs + Math.max(0, delayMs), run };
    this.#tasks.push(task);
    this.#tasks.sort((a, b) => a.dueMs - b.dueMs);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const cancel = this.schedule(delayMs, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }

  /** Runs until `promise` settles; throws where nothing is left that could settle it. */
  async settle<Value>(promise: Promise<Value>): Promise<Value> {
    let isSettled = false;
    const watched = promise.finally(() => (isSettled = true));
    watched.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isSettled) return watched;
      const next = this.#tasks.shift();
      if (next === undefined) throw new Error('Nothing is scheduled, and it has not settled.');
      this.#elapsedMs = next.dueMs;
      next.run();
    }
  }
}
