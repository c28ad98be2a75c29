import { readFileSync } from 'node:fs';
import { isValidationError } from '@foldmart/core';
import type { PickPopularity, SeededRandom, ShopGenerator } from '@foldmart/core/shop';
import {
  createShopGenerator,
  dataSeed,
  drawIndex,
  readRulesFile,
  seededChance,
  shopRules,
  type DataSource,
  type RulesFile,
} from '@foldmart/generator';
import { SettingsError } from '../settings/index.js';
import type { ShopSettings } from './settings/shop-settings.js';

const loaded = new WeakMap<ShopSettings, RulesFile>();

/**
 * The rules of generated data: those of the file that `GENERATOR_RULES` names, or those of `GENERATOR_LOCALE`.
 *
 * @throws SettingsError if the file cannot be read, or a rule is invalid.
 */
export function generatorRules(settings: ShopSettings): RulesFile {
  const rules = loaded.get(settings) ?? loadRules(settings);
  loaded.set(settings, rules);
  return rules;
}

/** Everything besides the seed that decides about generated data. */
export function dataSource(settings: ShopSettings, seed: string): DataSource {
  return { seed, ...generatorRules(settings), timeOffset: settings.values.WIRE_TIME_OFFSET };
}

/** The generator of the shop's data, by the configured rules. */
export function shopGenerator(settings: ShopSettings): ShopGenerator {
  const { WIRE_TIME_OFFSET: timeOffset } = settings.values;
  return createShopGenerator({ ...generatorRules(settings), timeOffset });
}

/** Which users and products are ordered more often than others; undefined for those that are all alike. */
export function pickPopularity(settings: ShopSettings): PickPopularity {
  const { users, products } = generatorRules(settings).rules.orders.popularity;
  return {
    ...(users.distribution !== 'uniform' && { users: drawIndex(users) }),
    ...(products.distribution !== 'uniform' && { products: drawIndex(products) }),
  };
}

/**
 * The randomness of a seed. Settings that change the generated data are part of the seed, because the same ids with
 * other bodies would be conflicts, not duplicates. The catalogue is the same for every way of picking from it.
 */
export function shopChance(settings: ShopSettings, seed: string): SeededRandom {
  const { values } = settings;
  const data = dataSeed(dataSource(settings, seed));
  const picking =
    values.CACHE_STRATEGY === 'aging'
      ? 'aging'
      : `stratified/${String(values.CACHE_PROPENSITY_USERS)}`;
  const catalogue = seededChance(data);
  const production = seededChance(`${data}/${picking}`);
  return (name) => (name.startsWith('catalogue/') ? catalogue(name) : production(name));
}

function loadRules({ values }: ShopSettings): RulesFile {
  const { GENERATOR_LOCALE: locale, GENERATOR_RULES: path } = values;
  if (path === undefined) return { locale, rules: shopRules(locale) };
  try {
    return readRulesFile(readFileSync(path, 'utf8'), locale);
  } catch (error) {
    throw new SettingsError([{ name: 'GENERATOR_RULES', value: path, problem: problemOf(error) }]);
  }
}

function problemOf(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return isValidationError(error) ? why : `the file cannot be read (${why})`;
}
