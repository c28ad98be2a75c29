import type { Random } from '@foldmart/core';
import type { GenerationContext, RegisterUser } from '@foldmart/core/shop';
import { entityId } from './entity-id.js';
import type { GivenNames } from './given-names.js';
import type { ShopRules } from './rules/rules-schema.js';
import { uniformItem, uniformWhole, weightedName, weightedPick } from './random/weighted-pick.js';

/** Generates users by the rules. */
export function userGenerator(
  { users: rules }: ShopRules,
  givenName: GivenNames,
  wireTime: (epochMs: number) => string,
): (context: GenerationContext) => RegisterUser {
  const gender = weightedName(rules.genders);
  const region = weightedName(rules.regions);
  const grade = weightedName(rules.grades);
  const surname = weightedName(rules.surnames);
  const emailDomain = weightedName(rules.emailDomains);
  const ageGroup = weightedPick(rules.ageGroups.map((item) => ({ item, weight: item.weight })));
  return ({ random, ids, nowMs }) => {
    const user_id = entityId('u', ids);
    const group = ageGroup(random);
    const sex = gender(random);
    const mailbox = `${uniformItem(rules.mailboxes, random)}.${user_id.slice(-8)}`;
    return {
      user_id,
      name: fullName(rules.nameOrder, surname(random), givenName(sex, random)),
      email: `${mailbox}@${emailDomain(random)}`,
      phone: withDigits(rules.phone, random),
      gender: sex,
      age: uniformWhole({ min: group.from, max: group.to }, random),
      age_group: group.name,
      region: region(random),
      grade: grade(random),
      created_at: wireTime(nowMs),
    };
  };
}

function fullName(
  order: ShopRules['users']['nameOrder'],
  surname: string,
  givenName: string,
): string {
  return order === 'family-given' ? `${surname}${givenName}` : `${givenName} ${surname}`;
}

function withDigits(pattern: string, random: Random): string {
  return pattern.replaceAll('#', () => String(Math.floor(random.next() * 10)));
}
