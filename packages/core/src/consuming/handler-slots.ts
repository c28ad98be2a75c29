/** Bounds how many handlers of a subscription run at the same time. Those that wait are served in order. */
export class HandlerSlots {
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Resolves with true when a slot has become the caller's, with false if `signal` aborts before. */
  async take(signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted === true) return false;
    if (this.#free > 0) {
      this.#free -= 1;
      return true;
    }
    return this.#wait(signal);
  }

  /** Gives a slot back. */
  release(): void {
    for (const grant of this.#waiting) {
      grant();
      return;
    }
    this.#free += 1;
  }

  #wait(signal: AbortSignal | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isGranted: boolean): void => {
        this.#waiting.delete(grant);
        signal?.removeEventListener('abort', giveUp);
        resolve(isGranted);
      };
      const grant = (): void => end(true);
      const giveUp = (): void => end(false);
      this.#waiting.add(grant);
      signal?.addEventListener('abort', giveUp);
    });
  }
}
