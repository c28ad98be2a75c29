import type { Random } from '@foldmart/core';

/** The mulberry32 generator, widened to 53 bits: one seed, one sequence. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return { next: () => ((word() >>> 5) * 0x4000000 + (word() >>> 6)) / 0x20000000000000 };
}
