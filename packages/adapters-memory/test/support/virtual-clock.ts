import type { Cancel, Clock } from '@foldmart/core';

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/**
 * A clock that stands still while anything can run, and jumps to the next scheduled task when nothing can.
 * Equal programs see equal times, however fast the machine is.
 */
export class VirtualClock implements Clock {
  #startedAtMs: number;
  #elapsedMs = 0;
  /** By due time; those of one time in the order in which they were scheduled. */
  readonly #tasks: Task[] = [];

  constructor(startedAtMs = Date.UTC(2026, 1, 3, 14, 30)) {
    this.#startedAtMs = startedAtMs;
  }

  now(): number {
    return Math.floor(this.#startedAtMs + this.#elapsedMs);
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  /** Sets the time of day, as somebody sets a machine's clock; nothing that is scheduled moves. */
  set(nowMs: number): void {
    this.#startedAtMs = nowMs - this.#elapsedMs;
  }

  schedule(delayMs: number, run: () => void): Cancel {
    const task = { dueMs: this.#elapsedMs + Math.max(0, delayMs), run };
    this.#tasks.splice(this.#placeOf(task.dueMs), 0, task);
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = (): void => {
        cancel();
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const cancel = this.schedule(delayMs, finish);
      signal?.addEventListener('abort', finish);
    });
  }

  /** Runs the tasks of the next `durationMs`, each when everything before it has come to rest. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.#elapsedMs + durationMs;
    await rest();
    while ((this.#tasks[0]?.dueMs ?? Number.POSITIVE_INFINITY) <= untilMs) await this.#step();
    this.#elapsedMs = untilMs;
  }

  /** Runs tasks until `work` settles, and gives what it gave. Rejects when nothing is left that could settle it. */
  async drive<Result>(work: Promise<Result>): Promise<Result> {
    const state = { isSettled: false };
    const settled = (): void => {
      state.isSettled = true;
    };
    work.then(settled, settled);
    await rest();
    while (!state.isSettled) {
      if (this.#tasks.length === 0)
        throw new Error('Nothing is scheduled and the work is not done.');
      await this.#step();
    }
    return work;
  }

  async #step(): Promise<void> {
    const task = this.#tasks.shift();
    if (task === undefined) return;
    this.#elapsedMs = Math.max(this.#elapsedMs, task.dueMs);
    task.run();
    await rest();
  }

  /** The first place behind all tasks due at `dueMs` or before. */
  #placeOf(dueMs: number): number {
    let [low, high] = [0, this.#tasks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#tasks[middle]?.dueMs ?? 0) <= dueMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Resolves when every promise that can go on has gone on. */
function rest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
