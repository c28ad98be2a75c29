/** Counts what has been written, and tells when a count is reached. */
export class Persisted {
  #count = 0;
  #wanted = Number.POSITIVE_INFINITY;
  #reached: () => void = () => undefined;

  add(count: number): void {
    this.#count += count;
    if (this.#count >= this.#wanted) this.#reached();
  }

  /** Resolves once this many have been counted since the start. One caller at a time. */
  reach(count: number): Promise<void> {
    this.#wanted = count;
    return new Promise((resolve) => {
      this.#reached = resolve;
      this.add(0);
    });
  }
}
