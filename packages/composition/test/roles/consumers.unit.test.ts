import { describe, expect, it } from 'vitest';
import { consumerOf, consumersOf } from '@foldmart/composition';
import { shopConsumerTypes } from '@foldmart/core/shop';

describe('the consumers of the shop', () => {
  it('are nine, three a group', () => {
    const consumers = consumersOf(shopConsumerTypes);
    expect(consumers.map(({ member }) => member)).toStrictEqual([
      'user_consumer_1',
      'user_consumer_2',
      'user_consumer_3',
      'product_consumer_1',
      'product_consumer_2',
      'product_consumer_3',
      'order_consumer_1',
      'order_consumer_2',
      'order_consumer_3',
    ]);
    expect(consumers.at(-1)).toStrictEqual({
      type: 'order',
      member: 'order_consumer_3',
      topic: 'orders',
      group: 'orders_group',
    });
  });

  it('may have a name of their own', () => {
    const [user] = shopConsumerTypes;
    expect(consumerOf(user!, 'night-shift').member).toBe('night-shift');
  });
});
