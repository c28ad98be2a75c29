import { seededChance } from '@foldmart/generator';
import type { Chance } from '@foldmart/core/shop';

/** Randomness from a seed. */
export function chanceOf(seed: number): Chance {
  return seededChance(seed)('test');
}
