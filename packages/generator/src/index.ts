export { locales, shopRules, type Locale, type ShopRulesOverrides } from './rules/shop-rules.js';
export { shopRulesSchema, type ShopRules } from './rules/rules-schema.js';
export { seededChance, seededIds, seededRandom, type Seed } from './seed/seeded-chance.js';
export { createShopGenerator, type ShopGeneratorOptions } from './shop-generator.js';
