import { createShop, type Shop } from '@foldmart/composition/shop';
import { createBusPublisher, type EventEnvelope, type PublishEvents } from '@foldmart/core';
import type { ContenderConfig, Open, OpenContender } from '../../frame/row.js';
import { generateOrderEvents } from '../../measure/order-messages.js';
import { settingsFor } from '../../measure/service-settings.js';
import { batchesOf } from '../batches.js';
import { concurrently } from '../../measure/concurrently.js';

/** Validates, encodes and publishes orders in batches, one call after another. */
export const openBatches: Open = (config) =>
  openPublishing(config, async (publish, orders) => {
    for (const batch of batchesOf(orders)) await publish(batch);
  });

/** Publishes each order by a call of its own, with 500 calls in flight. */
export const openSingle: Open = (config) =>
  openPublishing(config, (publish, orders) =>
    concurrently({ total: orders.length, waiting: 500 }, (nth) =>
      publish(orders.slice(nth - 1, nth)),
    ),
  );

async function openPublishing(
  config: ContenderConfig,
  work: (publish: PublishEvents, orders: readonly EventEnvelope[]) => Promise<void>,
): Promise<OpenContender> {
  const system: Shop = await createShop(settingsFor(config.services, 'postgres'));
  const publish = createBusPublisher({ bus: system.bus(), codec: system.codec });
  const orders = await generateOrderEvents(config.size, 'publish');
  return {
    async run({ size }) {
      await work(publish, orders.slice(0, size));
      return { count: size };
    },
    close: () => system.close(),
  };
}
