import type { Random } from '@foldmart/core';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as ko } from '@faker-js/faker/locale/ko';
import type { Locale } from './rules/shop-rules.js';

/** Draws a given name for a gender: `M`, `F`, or any other for both kinds of names. */
export type GivenNames = (gender: string, random: Random) => string;

// Languages are imported one by one: the whole package has seventy.
const tables = {
  ko: ko.rawDefinitions.person?.first_name,
  en: en.rawDefinitions.person?.first_name,
} satisfies Record<Locale, unknown>;

/** Draws given names with the given randomness: the `own` ones of a gender, or those of faker's tables of the language. */
export function givenNames(
  locale: Locale,
  own: Readonly<Record<string, readonly string[]>> = {},
): GivenNames {
  const { male, female, generic } = tables[locale] ?? {};
  const either = namesIn(generic);
  const byGender = new Map([
    ['M', male ?? either],
    ['F', female ?? either],
    ...Object.entries(own),
  ]);
  return (gender, random) => {
    const names = byGender.get(gender) ?? either;
    return names[Math.floor(random.next() * names.length)] ?? '';
  };
}

function namesIn(names: readonly string[] | null | undefined): readonly string[] {
  if (names === null || names === undefined || names.length === 0) {
    throw new RangeError('faker has no given names of this language');
  }
  return names;
}
