import { createShop, type Shop } from '@foldmart/composition/shop';
import { createBusPublisher } from '@foldmart/core';
import { generateOrderEvents } from './order-messages.js';
import { orderTopic, settingsFor, type BenchmarkServices } from './service-settings.js';

const ordersAtOnce = 20_000;

/** Creates the topic of orders with three partitions, and publishes this many orders to it; another seed gives others. */
export async function fillTopic(
  services: BenchmarkServices,
  count: number,
  seed = 'benchmark',
): Promise<object> {
  const system = await createShop(settingsFor(services, 'postgres'));
  try {
    await createTopic(system, orderTopic(services));
    const publish = createBusPublisher({ bus: system.bus(), codec: system.codec });
    for (let done = 0; done < count; done += ordersAtOnce) {
      const orders = Math.min(ordersAtOnce, count - done);
      await publish(await generateOrderEvents(orders, `${seed}/${String(done)}`));
    }
    return {};
  } finally {
    await system.close();
  }
}

async function createTopic(system: Shop, name: string): Promise<void> {
  await system.bus().admin.createTopics([
    {
      name,
      partitions: 3,
      replicationFactor: 3,
      minInsyncReplicas: 2,
      compression: 'lz4',
      retentionMs: 86_400_000,
    },
  ]);
}
