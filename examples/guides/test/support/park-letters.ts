import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import { persistEvents, type DeliveredMessage } from '@foldmart/core';

const order = {
  order_id: '550e8400-e29b-41d4-a716-446655440000',
  created_at: '2026-02-03T14:30:00',
  user_id: 'u_1',
  product_id: 'p_1',
  quantity: 1,
  total_amount: 521500,
  shipping_cost: 3000,
  discount_amount: 500,
  payment_method: 'Card',
  status: 'Success',
  category: '전자제품',
  user_region: '서울시',
  user_gender: 'M',
  user_age_group: '20대',
};

/** Parks the five letters that the page about dead letters names, as a consumer does. */
export async function parkLetters(environment: Readonly<Record<string, string>>): Promise<void> {
  const shop = await createShop(loadShopSettings({ environment, envFile: null }));
  try {
    const { events: store } = await shop.database();
    const prefix = environment['TOPIC_PREFIX'] ?? '';
    const topic = `${prefix}orders`;
    const handler = persistEvents({ store, codec: shop.codec }, { group: `${topic}_group` });
    const bodies: readonly (readonly [string | null, string])[] = [
      ['u_1', bodyOf(1, -2)],
      ['u_1', bodyOf(2, 1)],
      [null, 'not an order'],
      ['u_3', 'not an order'],
      ['u_3', bodyOf(3, 1)],
    ];
    const messages = bodies.map(([key, value], offset) => messageOf(topic, offset, key, value));
    const position = { from: '0', next: '5', topicId: null };
    const context = { attempt: 1, signal: new AbortController().signal };
    await handler({ topic, partition: 0, position, messages }, context);
  } finally {
    await shop.close();
  }
}

function bodyOf(number: number, quantity: number): string {
  const data = { ...order, order_id: order.order_id.replace(/.$/, String(number)), quantity };
  return JSON.stringify({ event_type: 'order_created', data });
}

function messageOf(
  topic: string,
  offset: number,
  key: string | null,
  value: string,
): DeliveredMessage {
  const encoder = new TextEncoder();
  return {
    topic,
    partition: 0,
    offset: String(offset),
    key: key === null ? null : encoder.encode(key),
    value: encoder.encode(value),
    headers: {},
    timestampMs: 0,
  };
}
