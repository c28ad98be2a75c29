import type { Cancel, Clock } from '../ports/clock.js';
import { sleepBy } from '../ports/sleep-by.js';
import { nextTurnBy } from './next-turn.js';

interface Task {
  readonly dueUs: number;
  readonly order: number;
  readonly run: () => void;
}

const usPerMs = 1_000;

// eslint-disable-next-line no-restricted-globals -- a turn takes no time, and no port offers one
const nextTurn = nextTurnBy(globalThis);

/**
 * A clock for tests. Its time advances only in `drive` and `advance`: it stops while anything can
 * run, and jumps to the next task when nothing can. A task that is already due runs by itself in a
 * turn of the event loop. Equal programs see equal times, however fast the machine is.
 *
 * Time is counted in whole microseconds, and a delay takes at least one. A sum of fractions of milliseconds would
 * leave remainders that are too small to advance it: a loop that sleeps until a deadline would not end.
 */
export class VirtualClock implements Clock {
  #startedAtMs: number;
  #elapsedUs = 0;
  #order = 0;
  #isTurning = false;
  /** Ordered by due time; tasks of equal time in the order in which they were scheduled. */
  readonly #tasks: Task[] = [];

  /** `startedAtMs`: the initial time of day, in milliseconds since the Unix epoch. */
  constructor(startedAtMs = Date.UTC(2026, 1, 3, 14, 30)) {
    this.#startedAtMs = startedAtMs;
  }

  now(): number {
    return Math.floor(this.#startedAtMs + this.monotonic());
  }

  /** Milliseconds since the clock was created. */
  monotonic(): number {
    return this.#elapsedUs / usPerMs;
  }

  /** The number of scheduled tasks, including sleeps. */
  get scheduled(): number {
    return this.#tasks.length;
  }

  /** Sets the time of day, like a change of a machine's clock. Scheduled tasks do not move. */
  set(nowMs: number): void {
    this.#startedAtMs = nowMs - this.monotonic();
  }

  /**
   * Tasks of equal time run in the order in which they were scheduled. A task with an infinite
   * delay never runs.
   */
  schedule(delayMs: number, run: () => void): Cancel {
    const dueUs = this.#elapsedUs + toUs(delayMs > 0 ? delayMs : 0);
    const task: Task = { dueUs, order: (this.#order += 1), run };
    this.#tasks.splice(this.#placeOf(task), 0, task);
    this.#turn();
    return () => {
      const place = this.#placeOf(task);
      if (this.#tasks[place] === task) this.#tasks.splice(place, 1);
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy(this, delayMs, signal);
  }

  /**
   * Advances time by `durationMs`. Runs each task that falls due after everything before it has
   * settled.
   */
  async advance(durationMs: number): Promise<void> {
    if (!Number.isFinite(durationMs)) throw new RangeError(`Not a duration: ${durationMs} ms.`);
    const untilUs = this.#elapsedUs + toUs(durationMs);
    await rest();
    while (this.#nextDueUs() <= untilUs) await this.#step();
    this.#elapsedUs = Math.max(this.#elapsedUs, untilUs);
  }

  /**
   * Advances time until `work` settles, and returns its result. Rejects if nothing is scheduled
   * that could settle `work`: it waits for something that does not use this clock.
   */
  async drive<Result>(work: Promise<Result>): Promise<Result> {
    const state = { isSettled: false };
    const settled = (): void => {
      state.isSettled = true;
    };
    work.then(settled, settled);
    await rest();
    while (!state.isSettled) {
      if (this.#nextDueUs() === Number.POSITIVE_INFINITY)
        throw new Error('Nothing is scheduled that could settle the work.');
      await this.#step();
    }
    return work;
  }

  #nextDueUs(): number {
    return this.#tasks[0]?.dueUs ?? Number.POSITIVE_INFINITY;
  }

  async #step(): Promise<void> {
    this.#elapsedUs = Math.max(this.#elapsedUs, this.#nextDueUs());
    this.#turn();
    await rest();
  }

  /**
   * Runs each due task in a turn of its own, so that its consequences come before the next task.
   */
  #turn(): void {
    if (this.#isTurning || this.#nextDueUs() > this.#elapsedUs) return;
    this.#isTurning = true;
    nextTurn(() => {
      this.#isTurning = false;
      const task = this.#nextDueUs() > this.#elapsedUs ? undefined : this.#tasks.shift();
      this.#turn();
      task?.run();
    });
  }

  /** The index of `task`, or the index at which it belongs. */
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

function toUs(durationMs: number): number {
  return Math.max(Math.round(durationMs * usPerMs), durationMs > 0 ? 1 : 0);
}

function isBefore(one: Task, other: Task): boolean {
  return one.dueUs < other.dueUs || (one.dueUs === other.dueUs && one.order < other.order);
}

/** Resolves after all pending promise callbacks have run. */
function rest(): Promise<void> {
  return new Promise((resolve) => {
    nextTurn(resolve);
  });
}
