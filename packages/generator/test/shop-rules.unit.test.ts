import { isValidationError } from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import {
  createShopGenerator,
  locales,
  seededChance,
  shopRules,
  shopRulesSchema,
  type Locale,
  type ShopRulesOverrides,
} from '@foldmart/generator';

function faultOf(overrides: unknown): string {
  try {
    shopRules('ko', overrides as ShopRulesOverrides);
  } catch (error) {
    if (isValidationError(error)) return error.message;
    throw error;
  }
  return 'none';
}

describe('the rules', () => {
  it.each(locales)('of %s are rules', (locale) => {
    expect(shopRulesSchema.parse(shopRules(locale))).toStrictEqual(shopRules(locale));
  });

  it('are Korean by default', () => {
    expect(shopRules()).toStrictEqual(shopRules('ko'));
  });

  it('are data: a replaced rule takes effect', () => {
    const generator = createShopGenerator({
      locale: 'en',
      rules: {
        users: { regions: { Atlantis: 1 }, grades: { STARDUST: 2, NEBULA: 0 } },
        orders: { paymentMethods: { Shells: 1 } },
      },
    });
    const context = { ...seededChance(1)('test'), nowMs: 0 };
    const user = generator.user(context);
    expect(user).toMatchObject({ region: 'Atlantis', grade: 'STARDUST' });
    const goods = { product_id: 'p_1', category: 'c', price: 1 };
    expect(generator.order(user, goods, context).paymentMethod).toBe('Shells');
    expect(shopRules('en').users.ageGroups).toContainEqual(
      expect.objectContaining({ name: user.age_group }),
    );
  });

  it.each<[string, unknown, RegExp]>([
    [
      'an unknown rule',
      { users: { colours: {} } },
      /users: there is no rule "colours"; there are genders, ageGroups, /,
    ],
    [
      'an unknown part',
      { refunds: {} },
      /rules: there is no rule "refunds"; there are moneyStep, users, products, orders/,
    ],
    [
      'no weight above 0',
      { users: { grades: { GOLD: 0 } } },
      /users\.grades: expected words with weights, at least one/,
    ],
    ['a weight below 0', { users: { grades: { GOLD: -1 } } }, /users\.grades\.GOLD: /],
    [
      'an age group upside down',
      { users: { ageGroups: [{ name: 'x', from: 9, to: 8, weight: 1 }] } },
      /users\.ageGroups: expected each group to go from/,
    ],
    [
      'a discount of more than all',
      { orders: { discounts: [{ percent: 101, weight: 1 }] } },
      /orders\.discounts\.0\.percent: /,
    ],
    [
      'stock from more to less',
      { products: { stock: { min: 2, max: 1 } } },
      /products\.stock: expected min not above max/,
    ],
    [
      'mailboxes beyond ASCII',
      { users: { mailboxes: ['홍'] } },
      /users\.mailboxes\.0: expected a-z and 0-9/,
    ],
    [
      'money in too small steps',
      { moneyStep: 0.00001 },
      /moneyStep: expected a step such as 1, 10 or 0\.01/,
    ],
    [
      'half a quantity',
      { orders: { quantities: [{ quantity: 0.5, weight: 1 }] } },
      /orders\.quantities\.0\.quantity: /,
    ],
  ])('may not have %s, and it says what they may have', (_what, overrides, message) => {
    expect(faultOf(overrides)).toMatch(message);
  });

  it('name every fault at once', () => {
    const message = faultOf({ users: { regions: {}, mailboxes: [] } });
    expect(message).toContain('users.regions');
    expect(message).toContain('users.mailboxes');
  });

  it('are there in two languages, and it says which', () => {
    expect(() => shopRules('fr' as Locale)).toThrow('The locale is "fr": it may be ko or en.');
  });
});
