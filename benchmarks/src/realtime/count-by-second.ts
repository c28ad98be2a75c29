/** Counts in seconds since `startedAt`, by the clock of `performance`. */
export class CountBySecond {
  readonly #counts: number[] = [];
  readonly #startedAt: number;

  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  add(count: number, at = performance.now()): void {
    const second = Math.max(0, Math.floor((at - this.#startedAt) / 1_000));
    while (this.#counts.length <= second) this.#counts.push(0);
    this.#counts[second] = (this.#counts[second] ?? 0) + count;
  }

  /** The counts of this many seconds; what came later is added to the last one. */
  first(seconds: number): readonly number[] {
    const whole = Array.from({ length: seconds }, (_, second) => this.#counts[second] ?? 0);
    const later = this.#counts.slice(seconds).reduce((sum, count) => sum + count, 0);
    return whole.map((count, second) => (second === seconds - 1 ? count + later : count));
  }
}
