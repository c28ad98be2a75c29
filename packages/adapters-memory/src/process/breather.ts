import type { Clock } from '@foldmart/core';

const longestTurnMs = 5;
const unitsBetweenLooks = 512;

/**
 * Lets timers and I/O have their turn. Work that only awaits promises would keep the event loop from
 * turning, so whoever works in memory reports it here and waits now and then.
 */
export class Breather {
  readonly #clock: Clock;
  #units = 0;
  #turnStartedAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#turnStartedAt = clock.monotonic();
  }

  /** Resolves soon after so many units (about 1 µs each) of work, after a turn of the event loop where one is due. */
  async breathe(units: number): Promise<void> {
    this.#units += units;
    if (this.#units < unitsBetweenLooks) return;
    this.#units = 0;
    if (this.#clock.monotonic() - this.#turnStartedAt < longestTurnMs) return;
    await this.#clock.sleep(0);
    this.#turnStartedAt = this.#clock.monotonic();
  }
}
