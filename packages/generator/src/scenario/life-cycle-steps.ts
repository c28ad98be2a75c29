import type { Random } from '@foldmart/core';
import { drawNumber, type DrawNumber } from '../random/distributions.js';
import type { LifeCycle } from '../rules/life-cycle-schema.js';

/** The next step of an order. */
export interface LifeCycleStep {
  readonly status: string;
  /** Whole milliseconds after the status before it. */
  readonly afterMs: number;
}

/** Draws the next step from a status; undefined if the order stays in it. */
export type DrawStep = (status: string, random: Random) => LifeCycleStep | undefined;

interface Way {
  readonly to: string;
  readonly probability: number;
  readonly seconds: DrawNumber;
}

/** Draws the steps of a life cycle. */
export function drawSteps({ transitions }: LifeCycle): DrawStep {
  const ways = new Map<string, Way[]>();
  for (const { from, to, probability, afterSeconds } of transitions) {
    const list = ways.get(from) ?? [];
    ways.set(from, [...list, { to, probability, seconds: drawNumber(afterSeconds) }]);
  }
  return (status, random) => {
    const list = ways.get(status);
    if (list === undefined) return undefined;
    let left = random.next();
    for (const { to, probability, seconds } of list) {
      left -= probability;
      if (left < 0) return { status: to, afterMs: Math.round(seconds(random) * 1_000) };
    }
    return undefined;
  };
}
