import { RandomSource } from './random-source.js';

/** How PCT schedules. */
export interface PctOptions {
  /** How often the running process loses its priority: a bug that needs this many switches, and one more, is found. */
  readonly depth: number;
  /** Roughly how many steps a run has. */
  readonly steps: number;
}

/**
 * Decides as {@link RandomSource}, but schedules by priorities, after Burckhardt et al., "A Randomized Scheduler with
 * Probabilistic Guarantees of Finding Bugs" (ASPLOS 2010): the process of the highest priority runs, and at a few random
 * steps the one that would run falls below all others.
 */
export class PctSource extends RandomSource {
  readonly #priorities = new Map<string, number>();
  readonly #changes: ReadonlySet<number>;
  #lowest = 0;

  constructor(seed: number, { depth, steps }: PctOptions) {
    super(seed);
    const numbers = this.numbers('priority changes');
    this.#changes = new Set(Array.from({ length: depth }, () => numbers.below(steps)));
  }

  override next(_lane: string, index: number, processes: readonly string[]): number {
    const first = this.#highest(processes);
    if (!this.#changes.has(index)) return first;
    this.#lowest -= 1;
    this.#priorities.set(processes[first] ?? '', this.#lowest);
    return this.#highest(processes);
  }

  #highest(processes: readonly string[]): number {
    let [best, priority] = [0, Number.NEGATIVE_INFINITY];
    for (let index = 0; index < processes.length; index += 1) {
      const own = this.#priorityOf(processes[index] ?? '');
      if (own > priority) [best, priority] = [index, own];
    }
    return best;
  }

  #priorityOf(process: string): number {
    const known = this.#priorities.get(process);
    if (known !== undefined) return known;
    const priority = this.numbers('priorities').fraction();
    this.#priorities.set(process, priority);
    return priority;
  }
}
