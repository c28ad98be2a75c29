const longestPause = 64;

/**
 * Tracks whether copying pays off. After a rebalance or an offset reset, many batches in a row are redelivered; each
 * failure doubles the number of batches that are not tried.
 */
export class CopyConfidence {
  #pause = 0;
  #left = 0;

  /** Whether to try the next batch. */
  shouldTry(): boolean {
    if (this.#left === 0) return true;
    this.#left -= 1;
    return false;
  }

  /** Records the outcome of an attempt. */
  report(isCopied: boolean): void {
    this.#pause = isCopied ? 0 : Math.min(Math.max(1, this.#pause * 2), longestPause);
    this.#left = this.#pause;
  }
}
