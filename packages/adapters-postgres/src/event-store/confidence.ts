const longestPause = 64;

/**
 * Tracks whether the quick way of writing, which takes all events for new, pays off. After a rebalance or an offset
 * reset, many batches in a row are redelivered; each failure doubles the number of writes that do not try it.
 */
export class Confidence {
  #pause = 0;
  #left = 0;

  /** Whether to try the next write. */
  shouldTry(): boolean {
    if (this.#left === 0) return true;
    this.#left -= 1;
    return false;
  }

  /** Records the outcome of an attempt. */
  report(isDone: boolean): void {
    this.#pause = isDone ? 0 : Math.min(Math.max(1, this.#pause * 2), longestPause);
    this.#left = this.#pause;
  }
}
