import assert from 'node:assert/strict';
import { catchUpProjection, type EventEnvelope } from '@foldmart/core';
import {
  orderCreated,
  shopProjections,
  userCreated,
  userGradeChanged,
  type CustomerSpent,
  type OrderCreated,
  type SpendingQuery,
} from '@foldmart/core/shop';
import type { ShopStoreInstance } from '../shop-harness.js';

/** What an order of these cases says; the rest is the same for all. */
export interface Bought {
  readonly userId: string;
  readonly amount: number;
  /** Wire time. */
  readonly at: string;
  readonly status?: string;
}

/** The projections that the cases open the database with. */
export const projections = shopProjections();

const spendingProjection = projections.find(({ name }) => name === 'spending');

/** Registers users with these grades. */
export async function register(
  { events }: ShopStoreInstance,
  grades: Readonly<Record<string, string>>,
): Promise<void> {
  const items = Object.entries(grades).map(([userId, grade]) => ({
    streamId: `user-${userId}`,
    startsStream: true,
    event: registered(userId, grade),
  }));
  await events.ingest({ items });
}

/** Changes a user's grade. */
export async function changeGrade(
  { events }: ShopStoreInstance,
  userId: string,
  grade: string,
): Promise<void> {
  const data = {
    user_id: userId,
    previous_grade: 'BRONZE',
    grade,
    changed_at: '2026-02-03T14:30:00',
  };
  const event = envelope(userGradeChanged.type, `${userId}:${grade}`, data);
  await events.append([{ streamId: `user-${userId}`, expectedVersion: 'any', events: [event] }]);
}

/** Records orders and projects them. `first` numbers them: orders of one number are one order. */
export async function buy(
  { events, projections: store }: ShopStoreInstance,
  orders: readonly Bought[],
  first = 0,
): Promise<void> {
  const items = orders.map((bought, nth) => {
    const id = `o_${String(first + nth)}`;
    return { streamId: `order-${id}`, startsStream: true, event: ordered(id, bought) };
  });
  await events.ingest({ items });
  assert.ok(spendingProjection, 'the shop has a projection named spending');
  // An older transaction of the server can hide the orders for a while.
  do {
    await catchUpProjection({ store: events, projections: store }, spendingProjection);
  } while ((await events.backlog(await store.checkpoint(spendingProjection))).events > 0);
}

/** Reads all pages of a size, and checks that no page is too long. */
export async function pagesOf(
  { spending }: ShopStoreInstance,
  query: Omit<SpendingQuery, 'after'>,
): Promise<readonly CustomerSpent[]> {
  const found: CustomerSpent[] = [];
  for (;;) {
    const after = found.at(-1)?.userId;
    const page = await spending.page({ ...query, ...(after === undefined ? {} : { after }) });
    assert.ok(page.length <= query.limit, `${page.length} users on a page of ${query.limit}`);
    found.push(...page);
    if (page.length < query.limit) return found;
  }
}

function registered(userId: string, grade: string): EventEnvelope {
  return envelope(userCreated.type, userId, {
    user_id: userId,
    name: '홍길동',
    email: 'hong@example.com',
    phone: '010-1234-5678',
    gender: 'M',
    age: 25,
    age_group: '20대',
    region: '서울시',
    grade,
    created_at: '2026-02-03T14:30:00',
  });
}

function ordered(orderId: string, { userId, amount, at, status = 'Success' }: Bought) {
  const data: OrderCreated['data'] = {
    order_id: orderId,
    created_at: at,
    user_id: userId,
    product_id: 'p_1',
    quantity: 1,
    total_amount: amount,
    shipping_cost: 0,
    discount_amount: 0,
    payment_method: 'Card',
    status,
    category: 'books',
    user_region: '서울시',
    user_gender: 'M',
    user_age_group: '20대',
  };
  return envelope(orderCreated.type, orderId, data);
}

function envelope(type: string, id: string, data: EventEnvelope['data']): EventEnvelope {
  const metadata = { schemaVersion: 1, time: '2026-02-03T14:30:00Z', origin: 'producer' };
  return { id: `${type}:${id}`, type, ...metadata, data };
}
