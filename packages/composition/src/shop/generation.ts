import type { SeededRandom, ShopGenerator } from '@foldmart/core/shop';
import { createShopGenerator, seededChance } from '@foldmart/generator';
import type { ShopSettings } from './settings/shop-settings.js';

/** The generator of the shop's data, in the language that is set. */
export function shopGenerator({ values }: ShopSettings): ShopGenerator {
  return createShopGenerator({ locale: values.GENERATOR_LOCALE });
}

/**
 * A seed's chance. ShopSettings that change what is generated are part of the seed: the same ids with other bodies would
 * be conflicts, not repetitions. The catalogue is the same for every way of picking from it.
 */
export function shopChance({ values }: ShopSettings, seed: string): SeededRandom {
  const data = [seed, values.GENERATOR_LOCALE, values.WIRE_TIME_OFFSET].join('/');
  const picking =
    values.CACHE_STRATEGY === 'aging'
      ? 'aging'
      : `stratified/${String(values.CACHE_PROPENSITY_USERS)}`;
  const catalogue = seededChance(data);
  const production = seededChance(`${data}/${picking}`);
  return (name) => (name.startsWith('catalogue/') ? catalogue(name) : production(name));
}
