import type { Lane } from './decisions.js';

/** Choices that a tape records. The first choice, and the least number, is what a shrunk tape prefers. */
export interface Choose {
  /** One of these values. */
  oneOf<Value>(values: readonly Value[]): Value;
  /** A whole number, both bounds included. */
  integer(min: number, max: number): number;
  /** The index of one of these weights; the first is preferred. */
  weighted(weights: readonly number[]): number;
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
    chance: (probability) => lane.weigh([1 - probability, probability]) === 1,
  };
}
