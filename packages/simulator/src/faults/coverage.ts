/** The points of the system at which a run, or many runs, had a fault. */
export class FaultCoverage {
  readonly #hit = new Set<string>();
  readonly #seen = new Set<string>();

  /** A process of this kind was at this point. */
  saw(kind: string, point: string): void {
    this.#seen.add(`${kind} ${point}`);
  }

  /** A fault hit a process of this kind at this point. */
  hit(kind: string, point: string, side: 'before' | 'after', fault: string): void {
    this.#hit.add(`${kind} ${point} ${side} ${fault}`);
  }

  add(other: FaultCoverage): void {
    for (const point of other.#hit) this.#hit.add(point);
    for (const point of other.#seen) this.#seen.add(point);
  }

  /** Distinct combinations of process, port, method, side and fault that were hit. */
  get faultPoints(): number {
    return this.#hit.size;
  }

  /** Distinct combinations of process, port and method that were called. */
  get callPoints(): number {
    return this.#seen.size;
  }

  /** In alphabetical order. */
  list(): readonly string[] {
    return [...this.#hit].sort();
  }
}
