import type { Cancel, Clock } from '@foldmart/core';

/**
 * A clock that jumps to the next task whenever everything else has come to rest, while it is told to. What needs
 * no time to pass happens by itself.
 */
export class VirtualClock implements Clock {
  #elapsedMs = 0;
  #tasks: { readonly dueMs: number; readonly run: () => void }[] = [];
  readonly #turns = new Set<NodeJS.Immediate>();
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

  /** How many tasks wait for their time. */
  get scheduled(): number {
    return this.#tasks.length;
  }

  schedule(delayMs: number, run: () => void): Cancel {
    if (delayMs <= 0) return this.#nextTurn(run);
    const task = { dueMs: this.#elapsedMs + delayMs, run };
    this.#tasks.push(task);
    this.#tasks.sort((a, b) => a.dueMs - b.dueMs);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task);
    };
  }

  #nextTurn(run: () => void): Cancel {
    const turn = setImmediate(() => {
      this.#turns.delete(turn);
      run();
    });
    this.#turns.add(turn);
    return () => {
      this.#turns.delete(turn);
      clearImmediate(turn);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const end = (): void => {
        cancel();
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.schedule(delayMs, end);
      signal?.addEventListener('abort', end);
    });
  }

  /** Runs until `promise` settles; throws where nothing is left that could settle it. */
  async settle<Value>(promise: Promise<Value>): Promise<Value> {
    const progress = { isSettled: false };
    const watched = promise.finally(() => (progress.isSettled = true));
    watched.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (progress.isSettled) return watched;
      if (this.#turns.size > 0) continue;
      const next = this.#tasks.shift();
      if (next === undefined) throw new Error('Nothing is scheduled, and it has not settled.');
      this.#elapsedMs = next.dueMs;
      next.run();
    }
  }
}
