import { createShopGenerator } from '@foldmart/generator';
import type { ShopGenerator } from '@foldmart/core';
import type { Settings } from '../settings/settings.js';

/** The generator of the shop's data, in the language that is set. */
export function shopGenerator({ values }: Settings): ShopGenerator {
  return createShopGenerator({ locale: values.GENERATOR_LOCALE });
}
