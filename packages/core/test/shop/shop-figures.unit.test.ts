import { MemoryEventBus } from '@foldmart/adapters-memory';
import { describe, expect, it } from 'vitest';
import { createBusPublisher, measureLag, persistEvents } from '@foldmart/core';
import {
  countShop,
  generateOrders,
  pickFromCatalogue,
  shopTopics,
  defaultCatalogue,
} from '@foldmart/core/shop';
import { memoryShop } from '../support/memory-shop.js';

describe('the way of an order', () => {
  it('goes from a pick over the bus into the store, and can be followed by its figures', async () => {
    const shop = memoryShop();
    const { clock, common, database, chance } = shop;
    const bus = new MemoryEventBus({}, { clock, random: common.random });
    await bus.admin.createTopics(shopTopics());
    const groups = [{ topic: 'orders', group: 'orders_group' }];
    const dependencies = {
      ...common,
      pick: pickFromCatalogue(common, { ...defaultCatalogue, users: 20, products: 20 }),
      publish: createBusPublisher({ bus, codec: common.codec }),
      chance: chance('orders'),
    };
    const generated = await clock.drive(generateOrders(dependencies, 40));
    expect(generated).toStrictEqual({ requested: 40, published: 40, refused: 0 });
    expect((await measureLag(bus.admin, [...groups, ...groups])).total).toBe(40);

    const ids: string[] = [];
    const persist = persistEvents(
      { store: database.events, codec: common.codec },
      { group: 'orders_group' },
    );
    const subscription = await bus.subscribe(
      { topic: 'orders', group: 'orders_group', member: 'order_consumer_1' },
      async (batch, context) => {
        ids.push(...batch.messages.map(({ headers }) => String(headers['ce_id'])));
        await persist(batch, context);
      },
    );
    const caughtUp = async (): Promise<void> => {
      while ((await measureLag(bus.admin, groups)).total > 0) await clock.sleep(10);
    };
    await clock.drive(caughtUp());
    expect(ids).toHaveLength(40);
    expect((await database.events.findIds([...ids, 'unheard of'])).size).toBe(40);
    expect((await countShop(database.readModels)).orders).toBe(40);
    await clock.drive(subscription.close().then(() => bus.close()));
  });

  it('ends without picks: nothing is published', async () => {
    const { common, clock, chance } = memoryShop();
    const published: unknown[] = [];
    const generated = await clock.drive(
      generateOrders(
        {
          ...common,
          pick: async () => [],
          publish: async (events) => void published.push(...events),
          chance: chance('orders'),
        },
        5,
      ),
    );
    expect(generated).toStrictEqual({ requested: 5, published: 0, refused: 0 });
    expect(published).toStrictEqual([]);
  });
});
