import type { Random } from '@foldmart/core';

/**
 * `count` different indexes below `size`; every arrangement is equally likely. Computes the first `count` places of a
 * Fisher-Yates shuffle and stores only exchanged ones, so it takes O(count), whatever the size.
 */
export function sampleIndexes(size: number, count: number, random: Random): readonly number[] {
  const exchanged = new Map<number, number>();
  const at = (index: number): number => exchanged.get(index) ?? index;
  return Array.from({ length: Math.min(count, size) }, (_none, place) => {
    const chosen = place + Math.floor(random.next() * (size - place));
    const drawn = at(chosen);
    exchanged.set(chosen, at(place));
    return drawn;
  });
}
