import type { EventData } from '@foldmart/core';
import type { Choose } from '../tape/choose.js';

/** Few of each, so that events meet at the same keys and streams. */
export const userIds = ['u_1', 'u_2', 'u_3', 'u_4'] as const;
export const productIds = ['p_1', 'p_2', 'p_3'] as const;

/** An event as it is published: its type and its data. */
export interface ShopFact {
  readonly type: string;
  readonly data: EventData;
}

/** A user of this id, always the same. */
export function userCreated(user_id: string): ShopFact {
  const data = {
    user_id,
    name: 'Ann',
    email: 'ann@example.com',
    phone: '010-1234-5678',
    gender: 'F',
    age: 25,
    age_group: '20s',
    region: 'Seoul',
    grade: 'BRONZE',
    created_at: '2026-02-03T14:30:00',
  };
  return { type: 'user_created', data };
}

export function productCreated(product_id: string): ShopFact {
  const data = {
    product_id,
    name: 'Ear buds',
    category: 'Electronics',
    brand: 'Acme',
    price: 259_000,
    org_price: 299_000,
    discount_rate: 13.37,
    stock: 150,
    created_at: '2026-02-03T14:30:00',
  };
  return { type: 'product_created', data };
}

export function orderCreated(order_id: string, user_id: string, choose: Choose): ShopFact {
  const quantity = choose.integer(1, 3);
  const data = {
    order_id,
    created_at: '2026-02-03T14:30:00',
    user_id,
    product_id: choose.oneOf(productIds),
    quantity,
    total_amount: quantity * 1_000,
    shipping_cost: 0,
    discount_amount: 0,
    payment_method: 'Card',
    status: 'Success',
    category: 'Electronics',
    user_region: 'Seoul',
    user_gender: 'F',
    user_age_group: '20s',
  };
  return { type: 'order_created', data };
}

/** The `number`th change of a user's grade; numbers make it unique. */
export function gradeChanged(user_id: string, number: number): ShopFact {
  const grades = ['BRONZE', 'SILVER', 'GOLD', 'VIP'];
  const data = {
    user_id,
    previous_grade: grades[number % grades.length] ?? '',
    grade: grades[(number + 1) % grades.length] ?? '',
    changed_at: new Date(Date.UTC(2026, 1, 4) + number * 1_000).toISOString().slice(0, 19),
  };
  return { type: 'user_grade_changed', data };
}

/** The body of a message. */
export function bodyOf({ type, data }: ShopFact): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ event_type: type, data }));
}
