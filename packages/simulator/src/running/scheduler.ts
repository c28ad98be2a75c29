import type { Lane } from '../tape/decisions.js';
import { cancelTimer, type SimulatedTime } from '../time/simulated-time.js';

/** A part of the system that runs: a process since its last start, or the services. */
export interface Owner {
  /** The name of the process, without the number of its start. */
  readonly name: string;
  readonly isAlive: boolean;
  /** Nothing of it runs before this time. */
  readonly stalledUntilMs: number;
}

interface Task {
  readonly run: () => void;
  isCancelled: boolean;
}

interface Step {
  readonly owner: Owner;
  readonly run: () => void;
}

/**
 * Runs one step at a time. A step is the request of a call, its answer, or a due timer. Before the next one, everything
 * that the step leads to has run as far as it can. Which step comes next is a decision; time advances only when no step can run.
 */
export class Scheduler {
  readonly time: SimulatedTime;
  readonly #lane: Lane;
  #runnable: Step[] = [];
  /** Due timers by owner, in their order. */
  readonly #due = new Map<Owner, Task[]>();

  constructor(time: SimulatedTime, lane: Lane) {
    this.time = time;
    this.#lane = lane;
  }

  /** Runs `run` as a step of its own. */
  add(owner: Owner, run: () => void): void {
    this.#runnable.push({ owner, run });
  }

  /** Schedules `run`, unless the owner has ended by then. Timers of one owner run in the order of their times. */
  schedule(owner: Owner, delayMs: number, run: () => void): () => void {
    const task: Task = { run, isCancelled: false };
    const timer = this.time.schedule(delayMs, () => this.#fallDue(owner, task));
    return () => {
      cancelTimer(timer);
      task.isCancelled = true;
    };
  }

  /** Runs the next step. Returns false if nothing can run, now or at any time up to `untilMs`. */
  step(untilMs: number): boolean {
    for (;;) {
      const able = this.#able();
      if (able.length > 0) {
        this.#run(able);
        return true;
      }
      const nextMs = Math.min(this.time.nextDueMs(), this.#firstResumeMs());
      if (nextMs > untilMs || nextMs === Number.POSITIVE_INFINITY) return false;
      for (const timer of this.time.advanceTo(nextMs)) timer.run();
    }
  }

  /** The steps of processes that run, the oldest first. Those of processes that have ended are forgotten. */
  #able(): readonly Step[] {
    const nowMs = this.time.elapsedMs;
    let [hasDead, hasStalled] = [false, false];
    for (const { owner } of this.#runnable) {
      if (!owner.isAlive) hasDead = true;
      else if (owner.stalledUntilMs > nowMs) hasStalled = true;
    }
    if (hasDead) this.#runnable = this.#runnable.filter(({ owner }) => owner.isAlive);
    if (!hasStalled) return this.#runnable;
    return this.#runnable.filter(({ owner }) => owner.stalledUntilMs <= nowMs);
  }

  #run(able: readonly Step[]): void {
    const place = able.length === 1 ? 0 : this.#lane.next(able.map(({ owner }) => owner.name));
    const step = able[place];
    if (step === undefined) return;
    this.#runnable.splice(able === this.#runnable ? place : this.#runnable.indexOf(step), 1);
    step.run();
  }

  #firstResumeMs(): number {
    return Math.min(...this.#runnable.map(({ owner }) => owner.stalledUntilMs));
  }

  #fallDue(owner: Owner, task: Task): void {
    if (!owner.isAlive) return;
    const line = this.#due.get(owner);
    if (line !== undefined) {
      line.push(task);
      return;
    }
    this.#due.set(owner, [task]);
    this.add(owner, () => this.#runDue(owner));
  }

  #runDue(owner: Owner): void {
    const line = this.#due.get(owner) ?? [];
    let task = line.shift();
    while (task?.isCancelled === true) task = line.shift();
    if (line.length === 0) this.#due.delete(owner);
    else this.add(owner, () => this.#runDue(owner));
    task?.run();
  }
}
