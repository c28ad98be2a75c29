import * as z from 'zod';
import { defineEvent, type EventOf } from '../../events/event-definition.js';
import { amount, positiveCount, shortText, wireTime } from '../field-schemas.js';

/** `order_created` on the topic `orders`, keyed by user so that the orders of a user stay in order. */
export const orderCreated = defineEvent({
  type: 'order_created',
  version: 1,
  schema: z.looseObject({
    order_id: shortText,
    created_at: wireTime,
    user_id: shortText,
    product_id: shortText,
    quantity: positiveCount,
    total_amount: amount,
    shipping_cost: amount,
    discount_amount: amount,
    payment_method: shortText,
    status: shortText,
    category: shortText,
    user_region: shortText,
    user_gender: shortText,
    user_age_group: shortText,
  }),
  topic: 'orders',
  partitionKey: (data) => data.user_id,
  streamId: (data) => `order-${data.order_id}`,
  startsStream: true,
  identity: (data) => data.order_id,
  occurredAt: (data) => data.created_at,
});

/**
 * `order_status_changed` on the topic `orders`, keyed by user: an order's status from `changed_at` on. `ordered_at` and
 * `total_amount` are those of the order, so that a consumer can add up amounts without looking the order up.
 */
export const orderStatusChanged = defineEvent({
  type: 'order_status_changed',
  version: 1,
  schema: z.looseObject({
    order_id: shortText,
    user_id: shortText,
    previous_status: shortText,
    status: shortText,
    changed_at: wireTime,
    ordered_at: wireTime,
    total_amount: amount,
  }),
  topic: 'orders',
  partitionKey: (data) => data.user_id,
  streamId: (data) => `order-${data.order_id}`,
  startsStream: false,
  identity: (data) => `${data.order_id}:${data.status}:${data.changed_at}`,
  occurredAt: (data) => data.changed_at,
});

export type OrderCreated = EventOf<typeof orderCreated>;
export type OrderStatusChanged = EventOf<typeof orderStatusChanged>;
/** All events of an order. */
export type OrderEvent = OrderCreated | OrderStatusChanged;
