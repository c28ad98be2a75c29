import type { DrawIndex } from '@foldmart/core/shop';
import { portablePower } from './portable-math.js';

/** How entities are picked from a list: all alike, or by Zipf's law, the first most often. */
export type Popularity =
  | { readonly distribution: 'uniform' }
  | {
      readonly distribution: 'zipf';
      /** The share of the entity at rank k is proportional to 1 / k to this power. */
      readonly exponent: number;
    };

/** Draws places of a list by its popularity. */
export function drawIndex(popularity: Popularity): DrawIndex {
  if (popularity.distribution === 'uniform') {
    return (length, random) => Math.floor(random.next() * length);
  }
  let sums = new Float64Array(0);
  return (length, random) => {
    if (sums.length !== length) sums = zipfSums(length, popularity.exponent);
    return placeOf(random.next() * (sums[length - 1] ?? 0), sums);
  };
}

function zipfSums(length: number, exponent: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(length);
  let sum = 0;
  for (let rank = 1; rank <= length; rank += 1) {
    sum += portablePower(rank, -exponent);
    sums[rank - 1] = sum;
  }
  return sums;
}

/** The first place whose sum is above the value. */
function placeOf(value: number, sums: Float64Array): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
