import type { Clock } from '../ports/clock.js';

/** Lets work that rests until its next poll start at once. */
export class WakeUps {
  readonly #sleepers = new Set<() => void>();
  #count = 0;

  /** The number of calls of {@link wake}. Read it before looking for work, so that no later call is missed. */
  get count(): number {
    return this.#count;
  }

  /** Ends every sleep that is under way. */
  wake(): void {
    this.#count += 1;
    for (const end of [...this.#sleepers]) end();
  }

  /**
   * Sleeps until the time is over, the signal aborts or {@link wake} is called. Does not sleep if it was called since
   * {@link count} was `seen`.
   */
  sleep(clock: Clock, ms: number, signal: AbortSignal, seen = this.#count): Promise<void> {
    if (signal.aborted || seen !== this.#count) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        this.#sleepers.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = clock.schedule(ms, end);
      this.#sleepers.add(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
