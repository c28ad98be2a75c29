import { createWireCodec, type OutgoingMessage } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { generateOrderEvents } from '../measure/order-messages.js';

/** Orders as messages. */
export async function encodedOrders(count: number): Promise<readonly OutgoingMessage[]> {
  const codec = createWireCodec(shopRegistry);
  const orders = await generateOrderEvents(count, 'redis');
  return orders.map((order) => codec.encode(order).message);
}
