import type { Random } from '@foldmart/core';
import { base, en, Faker, ko, type LocaleDefinition } from '@faker-js/faker';
import type { Locale } from './rules/shop-rules.js';

/** Draws a given name that goes with a gender: `M`, `F`, or anything else for either kind. */
export type GivenNames = (gender: string, random: Random) => string;

const definitions: Readonly<Record<Locale, LocaleDefinition>> = { ko, en };

/** The given names of a language, from faker's tables by the chance that is handed in. */
export function givenNames(locale: Locale): GivenNames {
  let current: Random | undefined;
  const faker = new Faker({
    locale: [definitions[locale], en, base],
    randomizer: {
      next: () => current?.next() ?? 0,
      seed: () => undefined,
    },
  });
  return (gender, random) => {
    current = random;
    return faker.person.firstName(sexOf(gender));
  };
}

function sexOf(gender: string): 'male' | 'female' | undefined {
  if (gender === 'M') return 'male';
  return gender === 'F' ? 'female' : undefined;
}
