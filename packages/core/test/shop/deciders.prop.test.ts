import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDecimals, canonicalDecimal, isValidationError } from '@foldmart/core';
import {
  discountRate,
  orderDecider,
  productDecider,
  userDecider,
  type OrderCreated,
  type OrderEvent,
  type PlaceOrder,
  type UserEvent,
} from '@foldmart/core/shop';
import { specFor } from '@foldmart/core/testing';
import { productData, userData, wireTimes } from '@foldmart/core/shop/testing';

const order = specFor(orderDecider);
const product = specFor(productDecider);
const user = specFor(userDecider);
// A thousand of them stay below 2^53 ten-thousandths, the largest sum that is exact.
const cents = fc.integer({ min: 0, max: 9 * 10 ** 8 });
const decimals = fc.constantFrom(0, 1, 2, 4);

const orders: fc.Arbitrary<PlaceOrder> = fc
  .record({
    price: cents,
    scale: decimals,
    quantity: fc.integer({ min: 1, max: 1_000 }),
    rest: cents,
  })
  .map(({ price, scale, quantity, rest }) => {
    const amount = (units: number): number => units / 10 ** scale;
    return {
      orderId: 'o_1',
      placedAt: '2026-02-03T14:30:00',
      buyer: { user_id: 'u_1', region: '서울시', gender: 'F', age_group: '20대' },
      product: { product_id: 'p_1', category: '전자제품', price: amount(price) },
      quantity,
      shippingCost: amount(rest % 10_000),
      discountAmount: amount(rest % (price * quantity + 1)),
      paymentMethod: 'Card',
      status: 'Success',
    };
  });

function place(order: PlaceOrder): OrderCreated['data'] {
  const [placed] = orderDecider.decide(
    { type: 'place', data: order },
    orderDecider.initialState,
  ) as readonly OrderCreated[];
  return placed!.data;
}

function exact(amount: number): string {
  return canonicalDecimal(amount) ?? 'none';
}

describe('placing an order', () => {
  it('costs price × quantity + shipping − discount, to the digit', () => {
    fc.assert(
      fc.property(orders, (order) => {
        const data = place(order);
        let goods = '0';
        for (let piece = 0; piece < order.quantity; piece += 1) {
          goods = addDecimals(goods, exact(order.product.price));
        }
        const withShipping = addDecimals(goods, exact(data.shipping_cost));
        const paid = addDecimals(exact(data.total_amount), exact(data.discount_amount));
        expect(paid).toBe(withShipping);
      }),
    );
  });

  it('takes over what it needs of the buyer and the product', () => {
    expect(place(fc.sample(orders, 1)[0]!)).toMatchObject({
      order_id: 'o_1',
      created_at: '2026-02-03T14:30:00',
      user_id: 'u_1',
      user_region: '서울시',
      user_gender: 'F',
      user_age_group: '20대',
      product_id: 'p_1',
      category: '전자제품',
    });
  });

  it.each<[string, Partial<PlaceOrder>, RegExp]>([
    ['nothing', { quantity: 0 }, /quantity: expected a whole number from 1/],
    ['half a piece', { quantity: 1.5 }, /quantity/],
    ['a discount beyond its price', { discountAmount: 1e9 }, /discountAmount: expected at most/],
    ['negative shipping', { shippingCost: -1 }, /shippingCost: expected an amount from 0/],
    ['a price beyond exact sums', { product: priced(1e300) }, /product\.price/],
    ['a price of no amount', { product: priced(Number.NaN) }, /product\.price/],
    ['more than can be added up', { quantity: 2 ** 50 }, /quantity: the total is too large/],
  ])('is refused for %s', (_what, change, message) => {
    const base = fc.sample(orders, { numRuns: 1, seed: 3 })[0]!;
    const data = { ...base, product: priced(1_000), discountAmount: 0, ...change };
    order.given([]).when({ type: 'place', data }).thenFails(isValidationError, message);
  });

  it('happens once', () => {
    const command = { type: 'place', data: fc.sample(orders, 1)[0]! } as const;
    const placed = orderDecider.decide(command, undefined);
    order.given(placed).when(command).thenFails(isValidationError, 'Order o_1 is placed already.');
  });
});

describe('an order', () => {
  it('has the status that was set last; the same again is no change', () => {
    const statuses = fc.array(fc.constantFrom('Paid', 'Shipped', 'Returned'), { minLength: 1 });
    fc.assert(
      fc.property(orders, statuses, wireTimes(), (command, wanted, changed_at) => {
        const data = place(command);
        const { order_id, user_id, created_at, total_amount } = data;
        const history: OrderEvent[] = [{ type: 'order_created', data }];
        let previous_status = data.status;
        for (const status of wanted) {
          const about = { order_id, user_id, ordered_at: created_at, total_amount };
          const change = { ...about, previous_status, status, changed_at };
          const events: readonly OrderEvent[] =
            status === previous_status ? [] : [{ type: 'order_status_changed', data: change }];
          order
            .given(history)
            .when({ type: 'changeStatus', data: { status, changedAt: changed_at } })
            .then(events);
          history.push(...events);
          previous_status = status;
        }
      }),
    );
  });

  it('that was not placed has no status to change', () => {
    const changedAt = '2026-02-03T14:30:00';
    order
      .given([])
      .when({ type: 'changeStatus', data: { status: 'Paid', changedAt } })
      .thenFails(isValidationError, 'was not placed');
  });
});

describe('listing a product', () => {
  it('derives the discount from the prices, cut off behind two decimals', () => {
    expect(discountRate(259_000, 299_000)).toBe(13.37);
    expect(discountRate(71, 100)).toBe(29);
    expect(discountRate(100, 100)).toBe(0);
    expect(discountRate(0, 0)).toBe(0);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 9 }), fc.nat(), (orgPrice, part) => {
        const price = part % (orgPrice + 1);
        const hundredths = BigInt(orgPrice - price) * 10_000n;
        expect(discountRate(price, orgPrice)).toBe(Number(hundredths / BigInt(orgPrice)) / 100);
      }),
    );
  });

  it('happens once, and never above the original price', () => {
    fc.assert(
      fc.property(productData(), (listing) => {
        const list = { type: 'list', data: listing } as const;
        const listed = product.given([]).when(list);
        if (listing.price > listing.org_price) {
          listed.thenFails(isValidationError, 'costs more than its original price');
          return;
        }
        listed.thenState({ productId: listing.product_id });
        const events = productDecider.decide(list, undefined);
        product.given(events).when(list).thenFails(isValidationError, 'is listed already');
      }),
    );
  });
});

describe('a user', () => {
  it('registers once, with all that is known about them', () => {
    fc.assert(
      fc.property(userData(), (data) => {
        const register = { type: 'register', data } as const;
        const registered = [{ type: 'user_created', data }] as const;
        user.given([]).when(register).then(registered);
        user.given(registered).when(register).thenFails(isValidationError, 'registered already');
      }),
    );
  });

  it('has the grade that was given last; the same again is no change', () => {
    const grades = fc.array(fc.constantFrom('BRONZE', 'SILVER', 'GOLD', 'VIP'), { minLength: 1 });
    fc.assert(
      fc.property(userData(), grades, wireTimes(), (data, wanted, changed_at) => {
        const { user_id } = data;
        const history: UserEvent[] = [{ type: 'user_created', data }];
        let previous_grade = data.grade;
        for (const grade of wanted) {
          const change = { user_id, previous_grade, grade, changed_at };
          const events: readonly UserEvent[] =
            grade === previous_grade ? [] : [{ type: 'user_grade_changed', data: change }];
          user
            .given(history)
            .when({ type: 'changeGrade', data: { grade, changedAt: changed_at } })
            .then(events)
            .andState({ userId: user_id, grade });
          history.push(...events);
          previous_grade = grade;
        }
      }),
    );
  });

  it('who is not there has no grade to change', () => {
    const changedAt = '2026-02-03T14:30:00';
    user
      .given([])
      .when({ type: 'changeGrade', data: { grade: 'VIP', changedAt } })
      .thenFails(isValidationError, 'not registered');
  });
});

function priced(price: number): PlaceOrder['product'] {
  return { product_id: 'p_1', category: 'c', price };
}
