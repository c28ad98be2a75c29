import { schemaIssues } from '@foldmart/core';
import {
  decideOrders,
  orderCreated,
  orderDecider,
  productCreated,
  productDecider,
  shopRegistry,
  userCreated,
  userDecider,
  type GenerationContext,
  type OrderCreated,
  type ProductCreated,
  type UserCreated,
} from '@foldmart/core/shop';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createShopGenerator,
  locales,
  seededChance,
  shopRules,
  type Locale,
} from '@foldmart/generator';

const seeds = fc.integer();
const someLocale = fc.constantFrom(...locales);
const times = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });

function contextOf(seed: number, nowMs = Date.UTC(2026, 1, 3, 14, 30)): GenerationContext {
  return { ...seededChance(seed)('test'), nowMs };
}

function user(locale: Locale, context: GenerationContext): UserCreated['data'] {
  const data = createShopGenerator({ locale }).user(context);
  const [event] = userDecider.decide({ type: 'register', data }, userDecider.initialState);
  return (event as UserCreated).data;
}

function product(locale: Locale, context: GenerationContext): ProductCreated['data'] {
  const data = createShopGenerator({ locale }).product(context);
  const [event] = productDecider.decide({ type: 'list', data }, productDecider.initialState);
  return event!.data;
}

function order(locale: Locale, context: GenerationContext): OrderCreated['data'] {
  const goods = product(locale, context);
  const buyer = user(locale, context);
  const data = createShopGenerator({ locale }).order(buyer, goods, context);
  const [event] = orderDecider.decide({ type: 'place', data }, orderDecider.initialState);
  return (event as OrderCreated).data;
}

/** In ten-thousandths, so that sums are exact. */
function units(amount: number): number {
  return Math.round(amount * 10_000);
}

describe('a generated user', () => {
  it('fits the schema and has an age of its age group, in any language', () => {
    fc.assert(
      fc.property(someLocale, seeds, (locale, seed) => {
        const data = user(locale, contextOf(seed));
        const { ageGroups, regions, grades, genders } = shopRules(locale).users;
        expect(schemaIssues(userCreated, data)).toStrictEqual([]);
        const group = ageGroups.find(({ name }) => name === data.age_group)!;
        expect(data.age).toBeGreaterThanOrEqual(group.from);
        expect(data.age).toBeLessThanOrEqual(group.to);
        expect(Object.keys(regions)).toContain(data.region);
        expect(Object.keys(grades)).toContain(data.grade);
        expect(Object.keys(genders)).toContain(data.gender);
        expect(data.user_id).toMatch(/^u_[\da-f]{16}$/);
        expect(data.phone).not.toContain('#');
      }),
      { numRuns: 300 },
    );
  });

  it('has a name as people have it there', () => {
    expect(user('ko', contextOf(1)).name).toMatch(/^\p{Script=Hangul}{2,5}$/u);
    expect(user('en', contextOf(1)).name).toMatch(/^\p{Lu}.* \p{Lu}.*$/u);
  });
});

describe('a generated product', () => {
  it('fits the schema, and its discount is what its prices say', () => {
    fc.assert(
      fc.property(someLocale, seeds, (locale, seed) => {
        const data = product(locale, contextOf(seed));
        expect(schemaIssues(productCreated, data)).toStrictEqual([]);
        const { categories, stock } = shopRules(locale).products;
        const category = categories[data.category]!;
        expect(Object.keys(category.brands)).toContain(data.brand);
        expect(data.price).toBeLessThanOrEqual(data.org_price);
        expect(data.price).toBeGreaterThan(0);
        const off = ((data.org_price - data.price) / data.org_price) * 100;
        expect(data.discount_rate).toBeGreaterThan(off - 0.0101);
        expect(data.discount_rate).toBeLessThanOrEqual(off + 0.0001);
        expect(data.org_price).toBeLessThanOrEqual(category.price.max * 1.05);
        expect(data.stock).toBeLessThanOrEqual(stock.max);
      }),
      { numRuns: 300 },
    );
  });

  it.each(locales)('costs a whole number of money steps (%s)', (locale) => {
    const step = units(shopRules(locale).moneyStep);
    for (let seed = 0; seed < 300; seed += 1) {
      const { price, org_price } = product(locale, contextOf(seed));
      expect([units(price) % step, units(org_price) % step]).toStrictEqual([0, 0]);
    }
  });
});

describe('a generated order', () => {
  it('fits the schema and adds up to the last digit', () => {
    fc.assert(
      fc.property(someLocale, seeds, (locale, seed) => {
        const context = contextOf(seed);
        const goods = product(locale, context);
        const buyer = user(locale, context);
        const placed = createShopGenerator({ locale }).order(buyer, goods, context);
        const command = { type: 'place', data: placed } as const;
        const [event] = orderDecider.decide(command, orderDecider.initialState);
        const { data } = event as OrderCreated;
        expect(schemaIssues(orderCreated, data)).toStrictEqual([]);
        expect(units(data.total_amount)).toBe(
          units(goods.price) * data.quantity +
            units(data.shipping_cost) -
            units(data.discount_amount),
        );
        expect(data.total_amount).toBe(units(data.total_amount) / 10_000);
        expect(data).toMatchObject({
          user_id: buyer.user_id,
          user_region: buyer.region,
          user_gender: buyer.gender,
          user_age_group: buyer.age_group,
          product_id: goods.product_id,
          category: goods.category,
        });
        const { cost, freeFrom } = shopRules(locale).orders.shipping;
        expect(data.shipping_cost).toBe(goods.price * data.quantity < freeFrom ? cost : 0);
      }),
      { numRuns: 300 },
    );
  });

  it('has its time without a zone, to the second, at the offset that is set', () => {
    fc.assert(
      fc.property(times, (nowMs) => {
        const utc = order('ko', contextOf(1, nowMs)).created_at;
        expect(utc).toBe(new Date(nowMs).toISOString().slice(0, 19));
        const seoul = createShopGenerator({ timeOffset: '+09:00' });
        const { placedAt } = seoul.order(buyerless, goodsless, contextOf(1, nowMs));
        expect(Date.parse(`${placedAt}+09:00`)).toBe(Date.parse(`${utc}Z`));
      }),
    );
  });

  it('is sent free of charge from a price of its goods on', () => {
    const rules = { orders: { quantities: [{ quantity: 2, weight: 1 }] } };
    const generator = createShopGenerator({ rules });
    const shippingOf = (price: number): number =>
      generator.order(buyerless, { ...goodsless, price }, contextOf(1)).shippingCost;
    expect([24_999.5, 25_000].map(shippingOf)).toStrictEqual([3_000, 0]);
  });

  const buyerless = { user_id: 'u_1', region: 'r', gender: 'M', age_group: 'a' };
  const goodsless = { product_id: 'p_1', category: 'c', price: 10 };
});

describe('what is generated from a seed', () => {
  it('is the same again, and something else from another', () => {
    fc.assert(
      fc.property(someLocale, seeds, seeds, (locale, seed, other) => {
        fc.pre(seed !== other);
        const make = (from: number) => {
          const context = contextOf(from);
          return [user(locale, context), product(locale, context), order(locale, context)];
        };
        expect(make(seed)).toStrictEqual(make(seed));
        expect(make(other)).not.toStrictEqual(make(seed));
      }),
    );
  });

  it('never repeats an id', () => {
    const generator = createShopGenerator();
    const context = contextOf(1);
    const ids = Array.from({ length: 20_000 }, () => generator.user(context).user_id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('distributions', () => {
  const generator = createShopGenerator();
  const { users, products, orders } = shopRules('ko');
  const size = 20_000;

  function sharesOf<Item>(make: (context: GenerationContext) => Item): Map<Item, number> {
    const context = contextOf(3);
    const shares = new Map<Item, number>();
    for (let index = 0; index < size; index += 1) {
      const item = make(context);
      shares.set(item, (shares.get(item) ?? 0) + 1 / size);
    }
    return shares;
  }

  /** Within six standard deviations of what the weights say. */
  function expectShares<Item>(
    shares: ReadonlyMap<Item, number>,
    weights: readonly (readonly [Item, number])[],
  ): void {
    const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of weights) {
      const expected = weight / total;
      const tolerance = 6 * Math.sqrt((expected * (1 - expected)) / size);
      expect(Math.abs((shares.get(item) ?? 0) - expected)).toBeLessThanOrEqual(tolerance);
    }
    expect(shares.size).toBeLessThanOrEqual(weights.length);
  }

  it.each([
    ['regions', 'region', users.regions],
    ['grades', 'grade', users.grades],
    ['genders', 'gender', users.genders],
  ] as const)('of %s are those of the rules', (_what, field, weights) => {
    expectShares(
      sharesOf((context) => generator.user(context)[field]),
      Object.entries(weights),
    );
  });

  it('of age groups are those of the rules', () => {
    expectShares(
      sharesOf((context) => generator.user(context).age_group),
      users.ageGroups.map(({ name, weight }) => [name, weight] as const),
    );
  });

  it('of categories are those of the rules', () => {
    expectShares(
      sharesOf((context) => generator.product(context).category),
      Object.entries(products.categories).map(([name, { weight }]) => [name, weight] as const),
    );
  });

  it('of quantities, payment methods and statuses are those of the rules', () => {
    const buyer = { user_id: 'u_1', region: 'r', gender: 'M', age_group: 'a' };
    const goods = { product_id: 'p_1', category: 'c', price: 10_000 };
    const make = (context: GenerationContext) => generator.order(buyer, goods, context);
    expectShares(
      sharesOf((context) => make(context).quantity),
      orders.quantities.map(({ quantity, weight }) => [quantity, weight] as const),
    );
    expectShares(
      sharesOf((context) => make(context).paymentMethod),
      Object.entries(orders.paymentMethods),
    );
    expectShares(
      sharesOf((context) => make(context).status),
      Object.entries(orders.statuses),
    );
  });
});

describe('an order for a product that no generator made', () => {
  it('is refused if its total is too large, and the rest of the burst is decided', () => {
    const context = { ...contextOf(1), correlationId: 'burst' };
    const buyer = user('ko', context);
    const extras = { grade: 'VIP', created_at: '2026-02-03T14:30:00' };
    const picks = [1e300, 1_000, 0.123456].map((price) => ({
      user: { ...buyer, ...extras },
      product: { product_id: 'p_1', category: 'c', price },
    }));
    const generator = createShopGenerator();
    const decided = decideOrders({ generator, registry: shopRegistry }, picks, context);
    expect(decided.refused).toBe(2);
    expect(decided.events).toHaveLength(1);
  });
});
