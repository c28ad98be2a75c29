/** How many batches queue after a lost race. Later ones try again without. */
const longestQueueing = 256;

/**
 * Tracks whether batches race for streams. A batch that does not queue wins against those that do, so that these could lose
 * until they give up: after a lost race, all batches of the process queue for a while.
 */
export class Contention {
  #left = 0;

  /** Whether the next batch queues for its streams from the start. */
  shouldQueue(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** A batch has lost a race. */
  report(): void {
    this.#left = longestQueueing;
  }
}
