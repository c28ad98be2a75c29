import type { DecisionSource } from './decisions.js';
import { SeededNumbers, seedFor } from './seeded-numbers.js';

/** Decides at random, from a seed. Every lane has numbers of its own. */
export class RandomSource implements DecisionSource {
  readonly #seed: number;
  readonly #lanes = new Map<string, SeededNumbers>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  pick(lane: string, _index: number, count: number): number {
    return this.numbers(lane).below(count);
  }

  weigh(lane: string, _index: number, weights: readonly number[]): number {
    let sum = 0;
    for (const weight of weights) sum += weight;
    let left = this.numbers(lane).fraction() * sum;
    for (let choice = 0; choice < weights.length; choice += 1) {
      left -= weights[choice] ?? 0;
      if (left < 0) return choice;
    }
    return 0;
  }

  fault(lane: string, index: number, weights: readonly number[]): number {
    return this.weigh(lane, index, weights);
  }

  next(lane: string, index: number, processes: readonly string[]): number {
    return this.pick(lane, index, processes.length);
  }

  protected numbers(lane: string): SeededNumbers {
    const known = this.#lanes.get(lane);
    if (known !== undefined) return known;
    const numbers = new SeededNumbers(seedFor(this.#seed, lane));
    this.#lanes.set(lane, numbers);
    return numbers;
  }
}
