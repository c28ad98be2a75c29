import { seededChance } from '@foldmart/generator';
import type { Chance } from '@foldmart/core/shop';

/** A seed's chance. */
export function chanceOf(seed: number): Chance {
  return seededChance(seed)('test');
}
