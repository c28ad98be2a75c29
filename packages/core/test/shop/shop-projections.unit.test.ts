import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Projection } from '@foldmart/core';
import { shopProjections } from '@foldmart/core/shop';
import { specFor } from '@foldmart/core/testing';
import { orderData, productData, userData } from '@foldmart/core/shop/testing';

const [userRow, productRow, orderRow] = [
  sampleOf(userData()),
  sampleOf(productData()),
  sampleOf(orderData()),
];
const users = specFor(projection('users'), projection('activity'));
const products = specFor(projection('products'), projection('activity'));

const registered = { type: 'user_created', data: { ...userRow, user_id: 'u_1', grade: 'BRONZE' } };
const listed = { type: 'product_created', data: { ...productRow, product_id: 'p_1' } };

/** Data that fits its schema, with no field beside those. */
function sampleOf<Data extends object>(data: fc.Arbitrary<Data>): Data {
  const entries = Object.entries(fc.sample(data, { numRuns: 1, seed: 1 })[0]!);
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith('x_'))) as Data;
}

function projection(name: string, timeOffset = 'Z'): Projection {
  return shopProjections({ timeOffset }).find((each) => each.name === name)!;
}

function ordered(created_at: string) {
  const data = { ...orderRow, user_id: 'u_1', product_id: 'p_1', created_at };
  return { type: 'order_created', data };
}

function graded(grade: string) {
  const data = { user_id: 'u_1', previous_grade: '-', grade, changed_at: '2026-02-04T00:00:00' };
  return { type: 'user_grade_changed', data };
}

describe('users', () => {
  const row = { ...registered.data, created_at: userRow.created_at };
  const activity = { user_id: 'u_1', order_count: 2, last_ordered_at: '2026-02-03T10:00:00Z' };

  it('have a grade, the number of their orders and the time of the last, whatever came first', () => {
    const orders = [ordered('2026-02-03T10:00:00'), ordered('2026-02-03T09:00:00')];
    const histories = [
      [registered, ...orders, graded('GOLD')],
      [orders[0]!, registered, graded('GOLD'), orders[1]!],
      [...orders, registered, graded('SILVER'), graded('GOLD')],
    ];
    for (const history of histories) {
      users.given(history).then({
        users: [{ ...withZone(row), grade: 'GOLD', ...activity }],
        user_activity: [activity],
      });
    }
  });

  it('are counted for before they have come, and shown when they have', () => {
    users.given([ordered('2026-02-03T10:00:00')]).then({
      users: [],
      user_activity: [{ ...activity, order_count: 1 }],
    });
    users.given([registered]).then({ users: [withZone(row)], user_activity: [] });
  });

  it('keep what they came with when they come again, and no grade comes before them', () => {
    const again = { ...registered, data: { ...registered.data, name: 'another', grade: 'VIP' } };
    users.given([graded('GOLD'), registered, again]).then({ users: [withZone(row)] });
  });
});

describe('products', () => {
  it('say how often they were ordered', () => {
    const row = withZone({ ...listed.data });
    products.given([ordered('2026-02-03T10:00:00'), listed, ordered('2026-02-03T10:00:00')]).then({
      products: [{ ...row, order_count: 2 }],
      product_activity: [{ product_id: 'p_1', order_count: 2 }],
    });
  });
});

describe('orders', () => {
  it('read times without a zone at the offset that is set, and others as they are', () => {
    const orders = specFor(projection('orders', '+09:00'));
    const { data } = ordered('2026-02-03T14:30:00');
    orders.given([{ type: 'order_created', data }]).then({
      orders: [{ ...data, created_at: '2026-02-03T05:30:00.000000Z' }],
    });
    const zoned = { ...data, created_at: '2026-02-03T14:30:00-03:30' };
    orders.given([{ type: 'order_created', data: zoned }]).then({
      orders: [{ ...data, created_at: '2026-02-03T18:00:00.000000Z' }],
    });
  });

  it('have the status that came last, and no row before the order itself', () => {
    const orders = specFor(projection('orders'));
    const { data } = ordered('2026-02-03T14:30:00');
    const changed = (status: string) => ({
      type: 'order_status_changed',
      data: {
        order_id: data.order_id,
        user_id: data.user_id,
        previous_status: data.status,
        status,
        changed_at: '2026-02-03T15:00:00',
        ordered_at: data.created_at,
        total_amount: data.total_amount,
      },
    });
    const placed = { type: 'order_created', data };
    orders
      .given([changed('Paid'), placed, changed('Shipped')])
      .then({ orders: [withZone({ ...data, status: 'Shipped' })] });
    orders.given([changed('Paid')]).then({ orders: [] });
  });
});

function withZone<Data extends { readonly created_at: string }>(data: Data): Data {
  const { created_at } = data;
  return {
    ...data,
    created_at: /(?:Z|[+-]\d\d:?\d\d)$/.test(created_at) ? created_at : `${created_at}Z`,
  };
}
