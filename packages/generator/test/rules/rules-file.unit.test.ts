import {
  createShopGenerator,
  readRulesFile,
  seededChance,
  shopRules,
  writeRulesFile,
} from '@foldmart/generator';
import { describe, expect, it } from 'vitest';

function read(value: unknown) {
  return readRulesFile(JSON.stringify(value), 'ko');
}

describe('a rules file', () => {
  it('has every rule of its locale, and is read as it is written', () => {
    for (const locale of ['ko', 'en'] as const) {
      const file = { locale, rules: shopRules(locale) };
      expect(readRulesFile(writeRulesFile(file), 'ko')).toStrictEqual(file);
    }
  });

  it('may leave out everything, and has the rules of the locale then', () => {
    expect(read({})).toStrictEqual({ locale: 'ko', rules: shopRules('ko') });
    expect(read({ locale: 'en' })).toStrictEqual({ locale: 'en', rules: shopRules('en') });
    expect(readRulesFile('{}', 'en').rules).toStrictEqual(shopRules('en'));
    const { rules } = read({ orders: { paymentMethods: { Cash: 1 } } });
    expect(rules.orders).toStrictEqual({ ...shopRules('ko').orders, paymentMethods: { Cash: 1 } });
  });

  it('decides about names, prices and stock', () => {
    const { locale, rules } = read({
      locale: 'en',
      users: { givenNames: { M: ['Zed'], F: ['Zed'] }, surnames: { Xu: 1 } },
      products: { stock: { distribution: 'normal', mean: 7, deviation: 1, min: 7, max: 7 } },
    });
    const generator = createShopGenerator({ locale, rules });
    const context = { ...seededChance(1)('test'), nowMs: 0 };
    expect(generator.user(context).name).toBe('Zed Xu');
    expect(generator.product(context).stock).toBe(7);
  });

  const life = (transitions: readonly object[]) => ({
    orders: { lifeCycle: { initial: 'New', transitions } },
  });
  const step = (from: string, to: string, probability: number) => ({
    from,
    to,
    probability,
    afterSeconds: { min: 1, max: 2 },
  });

  it.each<[string, unknown, string]>([
    ['text that is not JSON', '{', 'the text is not JSON'],
    ['a list', [], 'expected a JSON object'],
    ['a part that is no object', { users: 3 }, 'users: expected an object of rules'],
    ['an unknown language', { locale: 'fr' }, 'it may be ko or en'],
    [
      'an unknown part',
      { customers: {} },
      'there is no rule "customers"; there are moneyStep, users',
    ],
    ['an unknown rule', { orders: { tips: 1 } }, 'orders: there is no rule "tips"'],
    [
      'bounds the wrong way',
      { products: { stock: { min: 5, max: 1 } } },
      'products.stock: expected min not above max',
    ],
    [
      'a missing parameter',
      { products: { stock: { distribution: 'normal', min: 0, max: 9, mean: 4 } } },
      'products.stock: the distribution normal needs deviation',
    ],
    [
      'a parameter of another distribution',
      { products: { stock: { min: 0, max: 9, sigma: 1 } } },
      'products.stock: the distribution uniform has no sigma',
    ],
    [
      'a median out of bounds',
      { products: { stock: { distribution: 'log-normal', min: 0, max: 9, median: 90, sigma: 1 } } },
      'products.stock: expected the median between min and max',
    ],
    [
      'a popularity of no kind',
      { orders: { popularity: { products: { distribution: 'pareto' } } } },
      'orders.popularity.products.distribution: expected {"distribution": "uniform"} or',
    ],
    [
      'too much of a status',
      life([step('New', 'Paid', 0.7), step('New', 'Gone', 0.6)]),
      'orders.lifeCycle.transitions: the probabilities from New add up to 1.29',
    ],
    [
      'a status out of reach',
      life([step('Paid', 'Sent', 1)]),
      'transitions.0.from: no order that starts as New reaches Paid',
    ],
    [
      'a cycle',
      life([step('New', 'Paid', 1), step('Paid', 'New', 0.5)]),
      'the transitions form a cycle: New → Paid → New',
    ],
    [
      '23 hours',
      { traffic: { daily: new Array(23).fill(1) } },
      'traffic.daily: expected 24 numbers',
    ],
    [
      'a zone of no form',
      { traffic: { timeOffset: 'KST' } },
      'traffic.timeOffset: expected Z or an offset',
    ],
  ])('is refused with the name of the rule for %s', (_what, value, message) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(() => readRulesFile(text, 'ko')).toThrow(message);
  });
});
