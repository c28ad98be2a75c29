import { createBusPublisher } from '@foldmart/core';
import { createShop, type Shop } from '@foldmart/composition/shop';
import { generateOrderEvents } from '../measure/order-messages.js';
import { orderTopic, settingsFor, type BenchmarkServices } from '../measure/service-settings.js';

/** Creates a topic of three partitions with this many orders, for `work`, and deletes it at the end. */
export async function withOrderTopic<Result>(
  services: BenchmarkServices,
  count: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const system = await createShop(settingsFor(services, 'postgres'));
  try {
    await fill(system, orderTopic(services), count);
    return await work();
  } finally {
    await system.bus().admin.deleteTopics([orderTopic(services)]);
    await system.close();
  }
}

async function fill(system: Shop, name: string, count: number): Promise<void> {
  const bus = system.bus();
  await bus.admin.createTopics([
    {
      name,
      partitions: 3,
      replicationFactor: 3,
      minInsyncReplicas: 2,
      compression: 'lz4',
      retentionMs: 86_400_000,
    },
  ]);
  const publish = createBusPublisher({ bus, codec: system.codec });
  await publish(await generateOrderEvents(count, 'benchmark'));
}
