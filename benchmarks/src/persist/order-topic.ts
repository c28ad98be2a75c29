import { createBusPublisher, createWireCodec } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { createShop, type ShopSettings } from '@foldmart/composition/shop';
import { generateOrderEvents } from '../measure/order-messages.js';

/**
 * Fills a topic of three partitions with orders. The topic is always `orders`, because the codec
 * publishes to that name.
 */
export async function fillOrderTopic(settings: ShopSettings, count: number): Promise<void> {
  const system = await createShop(settings);
  try {
    const bus = system.bus();
    await bus.admin.deleteTopics(['orders']);
    await bus.admin.createTopics([
      {
        name: 'orders',
        partitions: 3,
        replicationFactor: 3,
        minInsyncReplicas: 2,
        compression: 'lz4',
        retentionMs: 86_400_000,
      },
    ]);
    const publish = createBusPublisher({ bus, codec: createWireCodec(shopRegistry) });
    await publish(await generateOrderEvents(count, 'benchmark'));
  } finally {
    await system.close();
  }
}
