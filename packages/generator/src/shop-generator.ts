import { wireTimeOf, type ShopGenerator } from '@foldmart/core/shop';
import { givenNames } from './given-names.js';
import { orderGenerator } from './order-generator.js';
import { productGenerator } from './product-generator.js';
import { shopRules, type Locale, type ShopRulesOverrides } from './rules/shop-rules.js';
import { userGenerator } from './user-generator.js';

/** What is generated; default a Korean shop with times in UTC. */
export interface ShopGeneratorOptions {
  readonly locale?: Locale;
  readonly rules?: ShopRulesOverrides;
  /** The zone of the generated times, which do not name it: `Z` or an offset such as `+09:00`. */
  readonly timeOffset?: string;
}

/** Creates a generator of the shop's data. Throws ValidationError if a rule is invalid. */
export function createShopGenerator(options: ShopGeneratorOptions = {}): ShopGenerator {
  const { locale = 'ko', timeOffset = 'Z' } = options;
  const rules = shopRules(locale, options.rules);
  const wireTime = rememberLast((epochMs: number) => wireTimeOf(epochMs, timeOffset));
  return {
    user: userGenerator(rules, givenNames(locale, rules.users.givenNames), wireTime),
    product: productGenerator(rules, wireTime),
    order: orderGenerator(rules, wireTime),
  };
}

/** All entities of a burst have the same time. */
function rememberLast(textOf: (epochMs: number) => string): (epochMs: number) => string {
  let lastMs = Number.NaN;
  let lastText = '';
  return (epochMs) => {
    if (epochMs !== lastMs) {
      lastText = textOf(epochMs);
      lastMs = epochMs;
    }
    return lastText;
  };
}
