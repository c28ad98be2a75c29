import * as z from 'zod';
import { defineEvent, type EventOf } from '../../events/event-definition.js';
import { amount, nameText, shortText, wholeCount, wireTime } from '../field-schemas.js';

/** `product_created` on the topic `products`. */
export const productCreated = defineEvent({
  type: 'product_created',
  version: 1,
  schema: z.looseObject({
    product_id: shortText,
    name: nameText,
    category: shortText,
    brand: shortText,
    price: amount,
    org_price: amount,
    discount_rate: amount.max(100),
    stock: wholeCount,
    created_at: wireTime,
  }),
  topic: 'products',
  partitionKey: (data) => data.product_id,
  streamId: (data) => `product-${data.product_id}`,
  startsStream: true,
  identity: (data) => data.product_id,
  occurredAt: (data) => data.created_at,
});

export type ProductCreated = EventOf<typeof productCreated>;
/** All events of a product. */
export type ProductEvent = ProductCreated;
