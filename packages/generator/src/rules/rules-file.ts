import { ValidationError } from '@foldmart/core';
import type { ShopRules } from './rules-schema.js';
import { shopRules, type Locale } from './shop-rules.js';

/** The content of a rules file, complete. */
export interface RulesFile {
  readonly locale: Locale;
  readonly rules: ShopRules;
}

/**
 * Reads the text of a rules file: JSON with a `locale` and any of its rules; rules that are left out are the locale's. Throws
 * ValidationError that names each invalid rule and the valid values.
 */
export function readRulesFile(text: string, defaultLocale: Locale): RulesFile {
  const value = parsed(text);
  const { locale = defaultLocale, ...overrides } = value;
  const rules = shopRules(locale as Locale, overrides);
  return { locale: locale as Locale, rules };
}

/** The text of a rules file with every rule, to be edited. */
export function writeRulesFile({ locale, rules }: RulesFile): string {
  return `${JSON.stringify({ locale, ...rules }, undefined, 2)}\n`;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refusal(
      `the text is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refusal('expected a JSON object such as {"locale": "ko", "orders": {…}}');
  }
  const sections = ['users', 'products', 'orders', 'traffic'];
  const parts = value as Readonly<Record<string, unknown>>;
  for (const name of sections) {
    const part = parts[name];
    if (part !== undefined && (typeof part !== 'object' || part === null || Array.isArray(part))) {
      throw refusal(`${name}: expected an object of rules`);
    }
  }
  return parts;
}

function refusal(message: string): ValidationError {
  return new ValidationError(`These rules cannot be used: ${message}.`, [{ path: '', message }]);
}
