import { randomUUID } from 'node:crypto';
import type { EventData, IngestItem } from '@foldmart/core';

/** A new order, as an event that opens its stream. */
export function orderPlaced(more: EventData = {}): IngestItem {
  const orderId = randomUUID();
  const data = {
    order_id: orderId,
    created_at: '2026-02-03T14:30:00',
    user_id: 'u_12345',
    product_id: 'p_67890',
    quantity: 2,
    total_amount: 521_500,
    shipping_cost: 3_000,
    discount_amount: 500,
    payment_method: 'Card',
    status: 'Success',
    category: '전자제품',
    user_region: '서울시',
    user_gender: 'M',
    user_age_group: '20대',
    ...more,
  };
  return {
    streamId: `order-${orderId}`,
    startsStream: true,
    event: {
      id: `order_created:${orderId}`,
      type: 'order_created',
      data,
      schemaVersion: 1,
      time: '2026-02-03T14:30:00Z',
      origin: 'bus:orders',
    },
  };
}

/** A number of new orders. */
export function ordersPlaced(count: number): IngestItem[] {
  return Array.from({ length: count }, () => orderPlaced());
}
