import { TapeSource } from './tape-source.js';

/** A decision that a run has taken, and what it could have been instead. */
export interface Branch {
  readonly lane: string;
  readonly index: number;
  /** The other numbers that were possible, from the lowest. */
  readonly others: readonly number[];
  /** Whether another number is a fault, another order of steps, or another choice. */
  readonly kind: 'fault' | 'order' | 'choice';
}

/** Repeats a tape, and records the decisions that could have been others, in the order in which they were taken. */
export class ExhaustiveSource extends TapeSource {
  readonly branches: Branch[] = [];

  override pick(lane: string, index: number, count: number): number {
    this.#record(lane, index, othersBelow(count), 'choice');
    return this.choose(lane, index, count);
  }

  override weigh(lane: string, index: number, weights: readonly number[]): number {
    this.#record(lane, index, possible(weights), 'choice');
    return this.choose(lane, index, weights.length);
  }

  override fault(lane: string, index: number, weights: readonly number[]): number {
    this.#record(lane, index, possible(weights), 'fault');
    return this.choose(lane, index, weights.length);
  }

  override next(lane: string, index: number, processes: readonly string[]): number {
    this.#record(lane, index, othersBelow(processes.length), 'order');
    return this.choose(lane, index, processes.length);
  }

  #record(lane: string, index: number, others: readonly number[], kind: Branch['kind']): void {
    if (others.length > 0) this.branches.push({ lane, index, others, kind });
  }
}

const known: (readonly number[])[] = [];

function othersBelow(count: number): readonly number[] {
  return (known[count] ??= Array.from({ length: count - 1 }, (_, index) => index + 1));
}

/** A choice of weight 0 is never taken. */
function possible(weights: readonly number[]): readonly number[] {
  return othersBelow(weights.length).filter((choice) => (weights[choice] ?? 0) > 0);
}
