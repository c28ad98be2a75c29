import { wantedTopics } from '@foldmart/composition';
import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { expectExact, ordersArrive } from './support/persisted-orders.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const ordersBefore = 900;
/** More than before, so that the offsets of the group exist in the new topic too. */
const ordersAfter = 1_505;
/** Longer than a member is stopped. */
const sessionSeconds = '60';
const deleted = 'the topic was deleted: waiting until it is created again';

describe.each(['kafka', 'redis'] as const)('topics under `consume --all`, on %s', (queue) => {
  let shop: ShopOnServices;
  let consumer: Running;
  beforeEach(async () => {
    shop = await openShop(queue);
    await foldmartJson(['topics', 'create'], shop.settings);
    consumer = startFoldmart(['consume', '--all', '-o', 'json'], {
      ...shop.settings,
      CONSUMER_SESSION_TIMEOUT: sessionSeconds,
    });
    await consumer.shows('total 9 consumers started');
    await produce(ordersBefore, 'before');
    await ordersArrive(shop, ordersBefore);
  });
  afterEach(async () => {
    consumer.kill('SIGKILL');
    await consumer.finished;
    await shop.dispose();
  });

  it('that are recreated and filled before a member looks lose no message', async () => {
    consumer.kill('SIGSTOP');
    await deleteTopics();
    await foldmartJson(['topics', 'create'], shop.settings);
    await produce(ordersAfter, 'after');
    consumer.kill('SIGCONT');
    await consumer.shows('the topic was created again: reading it from its start');
    await expectAll();
  });

  it('that are deleted are waited for, and lose no message when they are recreated', async () => {
    await deleteTopics();
    await consumer.shows(deleted);
    await foldmartJson(['topics', 'create'], shop.settings);
    await produce(ordersAfter, 'after');
    await expectAll();
  });

  async function produce(orders: number, seed: string): Promise<void> {
    const amount = ['--only', 'orders', '--orders', String(orders), '--rate', 'max'];
    const report = await foldmartJson(['produce', ...amount, '--seed', seed], shop.settings);
    expect(report).toMatchObject({ orders, unconfirmed: 0 });
  }

  /** Deletes the topics, and waits for nothing. */
  async function deleteTopics(): Promise<void> {
    const settings = loadShopSettings({ environment: shop.settings, envFile: null });
    const system = await createShop(settings);
    try {
      await system.bus().admin.deleteTopics(wantedTopics(system).map(({ name }) => name));
    } finally {
      await system.close();
    }
  }

  async function expectAll(): Promise<void> {
    await expectExact(shop, ordersBefore + ordersAfter);
    consumer.kill('SIGTERM');
    const { code, stdout } = await consumer.finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      appended: ordersBefore + ordersAfter,
      deadLetters: 0,
      lag: 0,
    });
  }
});
