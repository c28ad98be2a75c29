import type { Cancel, Clock } from '@foldmart/core';

/** The clock of one process, which can be stopped (as by SIGSTOP) while the world's goes on. */
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
      this.#whenAwake(() => {
        if (!isCancelled) task();
      });
    });
    return () => {
      isCancelled = true;
      cancel();
    };
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.schedule(delayMs, resolve));
  }

  stop(): void {
    this.#held ??= [];
  }

  /** What was due meanwhile comes at once, each with what follows from it before the next. */
  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const task of held) this.#world.schedule(0, () => this.#whenAwake(task));
  }

  #whenAwake(task: () => void): void {
    if (this.#held === undefined) task();
    else this.#held.push(task);
  }
}
