import { sleepBy, type Cancel, type Clock } from '@foldmart/core';

/**
 * The clock of one process, for harnesses that stall it as SIGSTOP does. While it is stopped, its readings advance
 * with the world's, but no task runs and no sleep ends. What became due meanwhile runs after `resume`.
 */
export class ProcessClock implements Clock {
  readonly #world: Clock;
  #held: (() => void)[] | undefined;

  constructor(world: Clock) {
    this.#world = world;
  }

  now(): number {
    return this.#world.now();
  }

  monotonic(): number {
    return this.#world.monotonic();
  }

  schedule(delayMs: number, task: () => void): Cancel {
    let isCancelled = false;
    const cancel = this.#world.schedule(delayMs, () => {
      this.#whenRunning(() => {
        if (!isCancelled) task();
      });
    });
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy(this, delayMs, signal);
  }

  stop(): void {
    this.#held ??= [];
  }

  /** Runs what became due meanwhile, each task in a turn of its own. */
  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const task of held) this.#world.schedule(0, () => this.#whenRunning(task));
  }

  #whenRunning(task: () => void): void {
    if (this.#held === undefined) task();
    else this.#held.push(task);
  }
}
