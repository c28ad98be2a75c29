import type { Cancel } from '@foldmart/core';

/** Bounds how many work at a time; who waits is served in order. */
export class ConcurrencySlots {
  #free: number;
  readonly #queue = new Set<() => void>();

  constructor(slots: number) {
    this.#free = slots;
  }

  tryTake(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /** Calls `granted` when a slot has become the caller's. */
  queue(granted: () => void): Cancel {
    this.#queue.add(granted);
    return () => this.#queue.delete(granted);
  }

  release(): void {
    for (const granted of this.#queue) {
      this.#queue.delete(granted);
      granted();
      return;
    }
    this.#free += 1;
  }
}
