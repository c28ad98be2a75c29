import { wantedTopics } from '@foldmart/composition';
import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foldmartJson, startFoldmart } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const deleted = 'the topic was deleted: waiting until it is created again';
const recreated = 'the topic was created again: reading it from its start';

describe.each(['redis'] as const)('topics that are deleted at run time, on %s', (queue) => {
  let shop: ShopOnServices;
  beforeEach(async () => {
    shop = await openShop(queue);
    await foldmartJson(['topics', 'create'], shop.settings);
    await foldmartJson(['seed', '--users', '50', '--products', '50'], shop.settings);
    await foldmartJson(['cache-worker', '--once'], shop.settings);
  });
  afterEach(() => shop.dispose());

  it('are waited for by `consume --all`, which reads all of the new ones', async () => {
    const { settings } = shop;
    const consumer = startFoldmart(['consume', '--all', '-o', 'json'], settings);
    await consumer.shows('total 9 consumers started');
    await foldmartJson(['produce', '--orders', '100', '--rate', 'max'], settings);
    await ordersArrive(100);

    await deleteTopics();
    await consumer.shows(deleted);
    const produce = ['produce', '--orders', '200', '--rate', 'max', '--seed', 'again'];
    expect(await foldmartJson(produce, settings)).toMatchObject({ orders: 200, unconfirmed: 0 });
    await consumer.shows(recreated);
    await ordersArrive(300);

    consumer.kill('SIGTERM');
    const { code, stdout } = await consumer.finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ appended: 300, lag: 0, deadLetters: 0 });
  });

  it('end a `consume --until-idle` no more than they end the others', async () => {
    const { settings } = shop;
    const consumer = startFoldmart(
      ['consume', '--all', '--until-idle', '8', '-o', 'json'],
      settings,
    );
    await consumer.shows('total 9 consumers started');
    await deleteTopics();
    await consumer.shows(deleted);
    await foldmartJson(['produce', '--orders', '50', '--rate', 'max'], settings);
    const { code, stdout } = await consumer.finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ appended: 50, lag: 0 });
  });

  it('end `produce`, which says that they do not exist', async () => {
    const producer = startFoldmart(['produce', '--rate', '50'], shop.settings);
    const published = 'SELECT count(*)::int FROM orders';
    const consumer = startFoldmart(['consume', '--all'], shop.settings);
    await vi.waitFor(async () => expect(await shop.query(published)).not.toEqual([{ count: 0 }]), {
      timeout: 60_000,
      interval: 100,
    });
    await deleteTopics();
    const { code, stderr } = await producer.finished;
    expect(code).not.toBe(0);
    expect(stderr).toContain('does not exist');
    consumer.kill('SIGTERM');
    expect((await consumer.finished).code).toBe(0);
  });

  async function deleteTopics(): Promise<void> {
    const system = await createShop(
      loadShopSettings({ environment: shop.settings, envFile: null }),
    );
    try {
      await system.bus().admin.deleteTopics(wantedTopics(system).map(({ name }) => name));
    } finally {
      await system.close();
    }
  }

  async function ordersArrive(count: number): Promise<void> {
    await vi.waitFor(
      async () => {
        const ids = await shop.query('SELECT count(DISTINCT order_id)::int AS count FROM orders');
        expect(ids).toEqual([{ count }]);
      },
      { timeout: 60_000, interval: 100 },
    );
  }
});
