const stepsPerTurn = 64;

/**
 * Waits for everything that a step leads to. Node runs a tick when no promise is left to continue, so a tick is enough, and costs a
 * tenth of a turn of the event loop. A tick of the code under test may be queued first: it takes a second one. Now and then a turn lets
 * signals and timers of the simulating program in. Turns are counted by run, so that equal runs have them at equal steps.
 */
export class Settling {
  #steps = 0;

  /** Resolves when everything that the last step led to has run. */
  settled(): Promise<void> {
    this.#steps += 1;
    return this.#steps % stepsPerTurn === 0 ? this.turn() : ticks();
  }

  /** The same, after a turn of the event loop. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

function ticks(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(() => process.nextTick(resolve));
  });
}
