import { systemIds } from '@foldmart/node';
import type { NewStream, PlainEvent } from './compared-store.js';

export const eventType = 'order_created';

/**
 * A new stream of orders with the fields that a shop's order has; about 350 bytes of JSON each. Ids begin with the time, for
 * every store: random ones cost each of them more in a long log.
 */
export function newStream(length: number, streamId: string = systemIds.next()): NewStream {
  return { streamId, events: Array.from({ length }, () => newEvent(streamId)) };
}

/** Many new streams. */
export function newStreams(count: number, length: number): readonly NewStream[] {
  return Array.from({ length: count }, () => newStream(length));
}

function newEvent(streamId: string): PlainEvent {
  const id = systemIds.next();
  const quantity = 1 + (id.charCodeAt(35) % 5);
  return {
    id,
    type: eventType,
    data: {
      order_id: id,
      created_at: '2026-02-03T14:30:00',
      user_id: streamId,
      product_id: id.slice(-8),
      quantity,
      total_amount: quantity * 24_900,
      shipping_cost: 3_000,
      discount_amount: 500,
      payment_method: 'Card',
      status: 'Success',
      category: '전자제품',
      user_region: '서울시',
      user_gender: 'F',
      user_age_group: '20대',
    },
  };
}
