import type { Random } from '@foldmart/core';
import { portableExp, portableLog, portablePower } from './portable-math.js';

/** How numbers between `min` and `max` are spread. */
export type Distribution =
  | Range<'uniform'>
  | Range<'log-uniform'>
  | (Range<'normal'> & { readonly mean: number; readonly deviation: number })
  | (Range<'log-normal'> & { readonly median: number; readonly sigma: number });

/** A named distribution between two bounds. */
export interface Range<Name extends string> {
  readonly distribution: Name;
  readonly min: number;
  readonly max: number;
}

/** Draws a number from `min` to `max` of its distribution. */
export type DrawNumber = (random: Random) => number;

/** Draws numbers of a distribution. Draws beyond its bounds are repeated. */
export function drawNumber(distribution: Distribution): DrawNumber {
  const { min, max } = distribution;
  switch (distribution.distribution) {
    case 'uniform':
      return (random) => min + random.next() * (max - min);
    case 'log-uniform':
      return (random) => min * portablePower(max / min, random.next());
    case 'normal': {
      const { mean, deviation } = distribution;
      return within(min, max, (random) => mean + deviation * standardNormal(random));
    }
    case 'log-normal': {
      const { median, sigma } = distribution;
      return within(min, max, (random) => median * portableExp(sigma * standardNormal(random)));
    }
  }
}

/** Draws whole numbers of a distribution with whole bounds, both included. */
export function drawWhole(distribution: Distribution): DrawNumber {
  const { min, max } = distribution;
  if (distribution.distribution === 'uniform') {
    return (random) => min + Math.floor(random.next() * (max - min + 1));
  }
  const draw = drawNumber(distribution);
  return (random) => Math.min(max, Math.max(min, Math.round(draw(random))));
}

/** The time to the next event of a Poisson process with this many events per unit of time. */
export function drawGap(rate: number, random: Random): number {
  return -portableLog(1 - random.next()) / rate;
}

const mostDraws = 100;

function within(min: number, max: number, draw: DrawNumber): DrawNumber {
  return (random) => {
    let value = draw(random);
    for (let draws = 1; (value < min || value > max) && draws < mostDraws; draws += 1) {
      value = draw(random);
    }
    return Math.min(max, Math.max(min, value));
  };
}

/** The polar method of Marsaglia: no sine, which machines round differently. */
function standardNormal(random: Random): number {
  for (;;) {
    const x = 2 * random.next() - 1;
    const y = 2 * random.next() - 1;
    const square = x * x + y * y;
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * portableLog(square)) / square);
  }
}
