import type { Clock } from '@foldmart/core';

/** A pause that can be cut short. A call between two pauses skips the next one. */
export class WakeUp {
  readonly #clock: Clock;
  #isCalled = false;
  #end: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends the current pause, or skips the next one. */
  call(): void {
    this.#isCalled = true;
    this.#end?.();
  }

  /** Resolves after `delayMs`, or when called. */
  async pause(delayMs: number): Promise<void> {
    if (!this.#isCalled) {
      await new Promise<void>((resolve) => {
        const cancel = this.#clock.schedule(delayMs, resolve);
        this.#end = () => {
          cancel();
          resolve();
        };
      });
    }
    this.#end = undefined;
    this.#isCalled = false;
  }
}
