import { seedShop, type ShopRuntime } from '@foldmart/composition/shop';
import { toIngestItem } from '@foldmart/core';
import { generateOrderEvents } from '../measure/order-messages.js';

const batchSize = 500;
const ordersAtOnce = 20_000;
const tellEvery = 100_000;
const writers = 4;

/**
 * Fills an empty database with a catalogue of 4,000 and enough orders that its log has `events`
 * events.
 */
export async function fillLog(
  system: ShopRuntime,
  events: number,
  tell: (line: string) => void,
): Promise<void> {
  const users = Math.min(2_000, Math.floor(events / 4));
  await seedShop(system, { users, products: users });
  for (let done = 2 * users; done < events;) {
    const count = Math.min(ordersAtOnce, events - done);
    await writeOrders(system, count, `fill/${String(done)}`);
    done += count;
    if ((done - 2 * users) % tellEvery === 0 || done === events) {
      tell(`filling: ${String(done)} of ${String(events)} events`);
    }
  }
}

async function writeOrders(system: ShopRuntime, count: number, seed: string): Promise<void> {
  const { events: store } = await system.database();
  const orders = (await generateOrderEvents(count, seed)).map((event) =>
    toIngestItem(system.registry, event),
  );
  const batches = Array.from({ length: Math.ceil(count / batchSize) }, (_, index) =>
    orders.slice(index * batchSize, (index + 1) * batchSize),
  );
  const write = async (): Promise<void> => {
    for (let items = batches.pop(); items !== undefined; items = batches.pop()) {
      await store.ingest({ items });
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
}
