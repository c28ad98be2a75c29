import type { Clock } from '../ports/clock.js';

/** Lets work that rests until its next poll start at once. */
export class WakeUps {
  readonly #sleepers = new Set<() => void>();

  /** Ends every sleep that is under way. */
  wake(): void {
    for (const end of [...this.#sleepers]) end();
  }

  /** Sleeps until the time is over, the signal aborts or {@link wake} is called. */
  sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
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
