import type { SeededRandom, ShopGenerator } from '@foldmart/core/shop';
import { createShopGenerator, seededChance } from '@foldmart/generator';
import type { ShopSettings } from './settings/shop-settings.js';

/** The generator of the shop's data, in the configured language. */
export function shopGenerator({ values }: ShopSettings): ShopGenerator {
  return createShopGenerator({ locale: values.GENERATOR_LOCALE });
}

/**
 * The randomness of a seed. Settings that change the generated data are part of the seed, because the same ids with
 * other bodies would be conflicts, not duplicates. The catalogue is the same for every way of picking from it.
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
