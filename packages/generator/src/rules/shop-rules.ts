import { ValidationError } from '@foldmart/core';
import { enRules } from './en.js';
import { koRules } from './ko.js';
import { shopRulesSchema, type ShopRules, type ShopRulesInput } from './rules-schema.js';
import { validationError } from './validation-error.js';

/** The locales that come with this package. */
export const locales = ['ko', 'en'] as const;

export type Locale = (typeof locales)[number];

/** Rules that replace those of a locale. Each is replaced as a whole: `regions` replaces all regions. */
export type ShopRulesOverrides = Partial<Pick<ShopRulesInput, 'moneyStep'>> & {
  readonly [Part in 'users' | 'products' | 'orders' | 'traffic']?: Partial<ShopRulesInput[Part]>;
};

const rulesByLocale: Readonly<Record<Locale, ShopRulesInput>> = { ko: koRules, en: enRules };

/**
 * The rules of a locale with some replaced. Throws ValidationError that names each invalid rule and the valid
 * values.
 */
export function shopRules(locale: Locale = 'ko', overrides: ShopRulesOverrides = {}): ShopRules {
  const base = rulesByLocale[assertLocale(locale)];
  const result = shopRulesSchema.safeParse({
    ...base,
    ...overrides,
    users: { ...base.users, ...overrides.users },
    products: { ...base.products, ...overrides.products },
    orders: { ...base.orders, ...overrides.orders },
    traffic: { ...base.traffic, ...overrides.traffic },
  });
  if (result.success) return result.data;
  throw validationError('These rules', 'rules', result.error);
}

function assertLocale(locale: string): Locale {
  const known = locales.find((name) => name === locale);
  if (known !== undefined) return known;
  const message = `it may be ${locales.join(' or ')}`;
  throw new ValidationError(`The locale is ${JSON.stringify(locale)}: ${message}.`, [
    { path: 'locale', message },
  ]);
}
