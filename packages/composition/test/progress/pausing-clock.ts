import type { Cancel, Clock } from '@foldmart/core';

/** The clock of a process that can be stopped: what falls due meanwhile runs when it resumes. */
export class PausingClock implements Pick<Clock, 'monotonic' | 'schedule'> {
  readonly #world: Pick<Clock, 'monotonic' | 'schedule'>;
  #held: (() => void)[] | undefined;

  constructor(world: Pick<Clock, 'monotonic' | 'schedule'>) {
    this.#world = world;
  }

  monotonic(): number {
    return this.#world.monotonic();
  }

  schedule(delayMs: number, task: () => void): Cancel {
    return this.#world.schedule(delayMs, () => {
      if (this.#held === undefined) task();
      else this.#held.push(task);
    });
  }

  stop(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const task of held) task();
  }
}
