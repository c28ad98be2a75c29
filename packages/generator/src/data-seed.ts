import { canonicalJson } from '@foldmart/core';
import type { ShopRules } from './rules/rules-schema.js';
import { shopRules, type Locale } from './rules/shop-rules.js';

/** What decides about generated data, beside the scenario. */
export interface DataSource {
  readonly seed: string;
  readonly locale: Locale;
  readonly rules: ShopRules;
  /** The zone of the generated times: `Z` or an offset such as `+09:00`. */
  readonly timeOffset: string;
}

/**
 * The seed of a source's catalogue. Everything that changes the data is part of it, because the same ids with other
 * bodies would be conflicts, not duplicates.
 */
export function dataSeed({ seed, locale, rules, timeOffset }: DataSource): string {
  const own = canonicalJson(rules);
  const isUsual = own === canonicalJson(shopRules(locale));
  return [seed, locale, timeOffset, ...(isUsual ? [] : [own])].join('/');
}
