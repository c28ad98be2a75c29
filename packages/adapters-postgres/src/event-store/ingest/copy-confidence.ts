const longestPause = 64;

/**
 * Remembers whether copying pays. What is delivered again, after a rebalance or an offset reset, comes batch
 * after batch: each failure doubles the number of batches that are not tried.
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

  /** Says how a try ended. */
  report(isCopied: boolean): void {
    this.#pause = isCopied ? 0 : Math.min(Math.max(1, this.#pause * 2), longestPause);
    this.#left = this.#pause;
  }
}
