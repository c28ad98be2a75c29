import type { Cancel, Clock } from '../ports/clock.js';
import { nextTurnBy } from './next-turn.js';

interface Task {
  readonly dueMs: number;
  /** Orders the tasks of one time. */
  readonly order: number;
  readonly run: () => void;
}

// eslint-disable-next-line no-restricted-globals -- a turn is no time, and no port gives one
const nextTurn = nextTurnBy(globalThis);

/**
 * A clock whose time passes in `drive` and `advance` alone: it stands still while anything can run, and jumps to the
 * next task when nothing can. What is due already needs no time to pass, and runs by itself in a turn of the event
 * loop. Equal programs see equal times, however fast the machine is.
 */
export class VirtualClock implements Clock {
  #startedAtMs: number;
  #elapsedMs = 0;
  #order = 0;
  #isTurning = false;
  /** By due time; those of one time in the order in which they were scheduled. */
  readonly #tasks: Task[] = [];

  /** `startedAtMs`: the time of day that it begins with, in milliseconds since the Unix epoch. */
  constructor(startedAtMs = Date.UTC(2026, 1, 3, 14, 30)) {
    this.#startedAtMs = startedAtMs;
  }

  now(): number {
    return Math.floor(this.#startedAtMs + this.#elapsedMs);
  }

  /** Milliseconds since it was made. */
  monotonic(): number {
    return this.#elapsedMs;
  }

  /** How many tasks, sleepers among them, wait for their time. */
  get scheduled(): number {
    return this.#tasks.length;
  }

  /** Sets the time of day, as somebody sets a machine's clock; nothing that is scheduled moves. */
  set(nowMs: number): void {
    this.#startedAtMs = nowMs - this.#elapsedMs;
  }

  /** Tasks of one time run in the order in which they were scheduled; one with an infinite delay never does. */
  schedule(delayMs: number, run: () => void): Cancel {
    const dueMs = this.#elapsedMs + (delayMs > 0 ? delayMs : 0);
    const task: Task = { dueMs, order: (this.#order += 1), run };
    this.#tasks.splice(this.#placeOf(task), 0, task);
    this.#turn();
    return () => {
      const place = this.#placeOf(task);
      if (this.#tasks[place] === task) this.#tasks.splice(place, 1);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const wake = (): void => {
        cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.schedule(delayMs, wake);
      signal?.addEventListener('abort', wake);
    });
  }

  /** Lets `durationMs` pass: runs the tasks due in it, each when everything before it has come to rest. */
  async advance(durationMs: number): Promise<void> {
    if (!Number.isFinite(durationMs)) throw new RangeError(`No duration: ${durationMs} ms.`);
    const untilMs = this.#elapsedMs + durationMs;
    await rest();
    while (this.#nextDueMs() <= untilMs) await this.#step();
    this.#elapsedMs = Math.max(this.#elapsedMs, untilMs);
  }

  /**
   * Lets time pass until `work` settles, and gives what it gave. Rejects when nothing is scheduled that could settle
   * it: it waits for something that does not live on this clock.
   */
  async drive<Result>(work: Promise<Result>): Promise<Result> {
    const state = { isSettled: false };
    const settled = (): void => {
      state.isSettled = true;
    };
    work.then(settled, settled);
    await rest();
    while (!state.isSettled) {
      if (this.#nextDueMs() === Number.POSITIVE_INFINITY)
        throw new Error('Nothing is scheduled, and the work is not done.');
      await this.#step();
    }
    return work;
  }

  #nextDueMs(): number {
    return this.#tasks[0]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  async #step(): Promise<void> {
    this.#elapsedMs = Math.max(this.#elapsedMs, this.#nextDueMs());
    this.#turn();
    await rest();
  }

  /** Runs what is due, each in a turn of its own, so that what follows from it comes before the next. */
  #turn(): void {
    if (this.#isTurning || this.#nextDueMs() > this.#elapsedMs) return;
    this.#isTurning = true;
    nextTurn(() => {
      this.#isTurning = false;
      const task = this.#nextDueMs() > this.#elapsedMs ? undefined : this.#tasks.shift();
      this.#turn();
      task?.run();
    });
  }

  /** Where `task` stands, or would stand. */
  #placeOf(task: Task): number {
    let [low, high] = [0, this.#tasks.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#tasks[middle];
      if (other !== undefined && isBefore(other, task)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(one: Task, other: Task): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);
}

/** Resolves when every promise that can go on has gone on. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}
