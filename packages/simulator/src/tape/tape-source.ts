import type { DecisionSource } from './decisions.js';
import type { Tape } from './tape.js';

/** Repeats a tape. What the tape does not name is 0. */
export class TapeSource implements DecisionSource {
  readonly #lanes: ReadonlyMap<string, ReadonlyMap<number, number>>;

  constructor({ lanes }: Tape) {
    this.#lanes = new Map(
      Object.entries(lanes).map(([name, decided]) => [name, new Map(decided)] as const),
    );
  }

  pick(lane: string, index: number, count: number): number {
    return this.choose(lane, index, count);
  }

  weigh(lane: string, index: number, weights: readonly number[]): number {
    return this.choose(lane, index, weights.length);
  }

  fault(lane: string, index: number, weights: readonly number[]): number {
    return this.choose(lane, index, weights.length);
  }

  next(lane: string, index: number, processes: readonly string[]): number {
    return this.choose(lane, index, processes.length);
  }

  protected choose(lane: string, index: number, count: number): number {
    return (this.#lanes.get(lane)?.get(index) ?? 0) % count;
  }
}
