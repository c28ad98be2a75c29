import { setTimeout as sleep } from 'node:timers/promises';

/** How long anything may take to move again after a heal. */
export const progressMs = 90_000;

/** Knows when the shop and its services may stand still: while a fault lasts, and for a while after its heal. */
export class Patience {
  #isBreaking = false;
  #healedMs = Date.now();
  /** @type {number | undefined} */
  #silentSinceMs;

  get healedMs() {
    return this.#healedMs;
  }

  /** A fault begins. */
  breaks() {
    this.#isBreaking = true;
  }

  /** It is healed, or nothing was broken yet. */
  heals() {
    this.#isBreaking = false;
    this.#healedMs = Date.now();
  }

  /** The database has answered. */
  hears() {
    this.#silentSinceMs = undefined;
  }

  /** Whether what last moved then should have moved again. @param {number} movedMs */
  isExhausted(movedMs) {
    return !this.#isBreaking && Date.now() - Math.max(movedMs, this.#healedMs) > progressMs;
  }

  /** The database may be silent while it is broken, or its machine busy; but not for long. @param {unknown} error */
  excuse(error) {
    this.#silentSinceMs ??= Date.now();
    if (this.isExhausted(this.#silentSinceMs)) throw error;
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async retry(work) {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        this.excuse(error);
        await sleep(500);
      }
    }
  }
}
