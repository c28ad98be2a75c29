import { createShop, type Shop } from '@foldmart/composition/shop';
import type { ContenderConfig, Open } from '../../frame/row.js';
import { ProgressTimer } from '../../measure/progress-timer.js';
import { settingsFor } from '../../measure/service-settings.js';
import { batchesOf } from '../../publish/batches.js';
import { encodedOrders } from '../encoded-orders.js';

/** Publishes batches of 500 to a topic of three partitions, one call after another. */
export const openPublishing: Open = async (config) => {
  const system = await openBus(config);
  const topic = `${config.own}_topic`;
  await createTopic(system, topic);
  const orders = await encodedOrders(config.size);
  return {
    async run({ size }) {
      const bus = system.bus();
      for (const batch of batchesOf(orders.slice(0, size))) await bus.publish(topic, batch);
      return { count: size };
    },
    close: () => system.close(),
  };
};

/** A member of a group with a handler that does nothing. */
export const openConsuming: Open = async (config) => {
  const topic = `${config.own}_topic`;
  let system = await openBus(config);
  await createTopic(system, topic);
  for (const batch of batchesOf(await encodedOrders(config.size))) {
    await system.bus().publish(topic, batch);
  }
  return {
    async prepare() {
      await system.close();
      system = await openBus(config);
    },
    async run({ number, size }) {
      const timer = new ProgressTimer(size);
      const options = { topic, group: `${config.own}_${String(number)}`, member: 'benchmark' };
      await system.bus().subscribe(options, async ({ messages }) => {
        timer.begin();
        timer.done(messages.length);
        await Promise.resolve();
      });
      return timer.outcome();
    },
    after: () => system.close(),
    close: async () => undefined,
  };
};

function openBus({ services }: ContenderConfig): Promise<Shop> {
  return createShop(settingsFor(services, 'postgres', { QUEUE_TYPE: 'redis' }));
}

async function createTopic(system: Shop, name: string): Promise<void> {
  await system.bus().admin.createTopics([
    {
      name,
      partitions: 3,
      replicationFactor: 1,
      minInsyncReplicas: 1,
      compression: 'none',
      retentionMs: 86_400_000,
    },
  ]);
}
