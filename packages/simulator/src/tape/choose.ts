import type { Lane } from './decisions.js';

/** Choices that a tape records. The first choice, and the least number, is what a shrunk tape prefers. */
export interface Choose {
  /** One of these values. */
  oneOf<Value>(values: readonly Value[]): Value;
  /** A whole number, both bounds included. */
  integer(min: number, max: number): number;
  /** The index of one of these weights; the first is preferred. */
  weighted(weights: readonly number[]): number;
  /** How long a client pauses, in milliseconds: mostly briefly. A shrunk tape prefers 10 s, so that little happens. */
  pauseMs(): number;
  /** True with this probability, from 0 to 1; false is preferred. */
  chance(probability: number): boolean;
}

export function createChoose(lane: Lane): Choose {
  return {
    oneOf<Value>(values: readonly Value[]): Value {
      if (values.length === 0) throw new RangeError('There is nothing to choose from.');
      return values[lane.pick(values.length)] as Value;
    },
    integer: (min, max) => min + lane.pick(max - min + 1),
    weighted: (weights) => lane.weigh(weights),
    pauseMs: () => pausesMs[lane.weigh(pauseWeights)] ?? 0,
    chance: (probability) => lane.weigh([1 - probability, probability]) === 1,
  };
}

const pausesMs = [10_000, 1_000, 500, 200, 50];
const pauseWeights = [1, 5, 10, 10, 5];
