import type { Clock } from '@foldmart/core';

const longestTurnMs = 5;
const unitsBetweenLooks = 512;

/**
 * Yields to timers and I/O. Work that only awaits promises would block the event loop, so operations in memory
 * report their work here and pause now and then.
 */
export class Breather {
  readonly #clock: Clock;
  #units = 0;
  #turnStartedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#turnStartedAt = clock.monotonic();
  }

  /** Reports `units` of work (about 1 µs each). Resolves at once, or after a turn of the event loop if one is due. */
  async breathe(units: number): Promise<void> {
    this.#units += units;
    if (this.#units < unitsBetweenLooks) return;
    this.#units = 0;
    if (this.#clock.monotonic() - this.#turnStartedAt < longestTurnMs) return;
    await this.#clock.sleep(0);
    this.#turnStartedAt = this.#clock.monotonic();
  }
}
