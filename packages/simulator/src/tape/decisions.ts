import type { Tape } from './tape.js';

/** Answers the questions of a run. Answers are whole numbers from 0, below the number of choices. */
export interface DecisionSource {
  /** One of `count` equal choices. */
  pick(lane: string, index: number, count: number): number;
  /** One of several choices, more likely the greater its weight. */
  weigh(lane: string, index: number, weights: readonly number[]): number;
  /** Whether a fault happens, and which; 0 is none. */
  fault(lane: string, index: number, weights: readonly number[]): number;
  /** Which of the processes with something to run goes next; one entry for each step, the oldest first. */
  next(lane: string, index: number, processes: readonly string[]): number;
}

/** Takes every decision of a run and records it. */
export class Decisions {
  readonly #source: DecisionSource;
  readonly #lanes = new Map<string, Lane>();
  readonly #seed: number;

  constructor(seed: number, source: DecisionSource) {
    this.#seed = seed;
    this.#source = source;
  }

  /** Lanes are independent: what one lane decides does not shift the numbers of another. */
  lane(name: string): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const lane = new Lane(name, this.#source);
    this.#lanes.set(name, lane);
    return lane;
  }

  /** What was decided so far. */
  tape(): Tape {
    const lanes = [...this.#lanes]
      .filter(([, lane]) => lane.decided.length > 0)
      .map(([name, lane]) => [name, [...lane.decided]] as const);
    return { seed: this.#seed, lanes: Object.fromEntries(lanes) };
  }
}

/** The decisions of one kind, such as those about the calls of one process. */
export class Lane {
  readonly name: string;
  readonly decided: (readonly [number, number])[] = [];
  readonly #source: DecisionSource;
  #index = 0;

  constructor(name: string, source: DecisionSource) {
    this.name = name;
    this.#source = source;
  }

  /** A whole number from 0, below `count`; 0 is the harmless choice. */
  pick(count: number): number {
    if (count <= 1) return 0;
    return this.#record(this.#source.pick(this.name, this.#index, count));
  }

  /** The index of a weight; 0 is the harmless choice. */
  weigh(weights: readonly number[]): number {
    return this.#record(this.#source.weigh(this.name, this.#index, weights));
  }

  /** The index of a fault's weight; 0 is no fault. */
  fault(weights: readonly number[]): number {
    return this.#record(this.#source.fault(this.name, this.#index, weights));
  }

  next(processes: readonly string[]): number {
    if (processes.length <= 1) return 0;
    return this.#record(this.#source.next(this.name, this.#index, processes));
  }

  #record(number: number): number {
    if (number !== 0) this.decided.push([this.#index, number]);
    this.#index += 1;
    return number;
  }
}
