import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, startFoldmart } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe.each(['kafka', 'redis'] as const)('the shop in separate processes, on %s', (queue) => {
  let shop: ShopOnServices;
  beforeEach(async () => {
    shop = await openShop(queue);
  });
  afterEach(() => shop.dispose());

  it('carries a catalogue and its orders from process to process, once each', async () => {
    const { settings } = shop;
    await foldmartJson(['topics', 'create'], settings);
    const seed = ['seed', '--users', '300', '--products', '300'];
    expect(await foldmartJson(seed, settings)).toMatchObject({
      users: { appended: 300, duplicates: 0 },
      products: { appended: 300, duplicates: 0 },
    });
    expect(await foldmartJson(seed, settings)).toMatchObject({
      users: { appended: 0, duplicates: 300 },
      products: { appended: 0, duplicates: 300 },
    });
    expect(await foldmartJson(['cache-worker', '--once'], settings)).toMatchObject({
      users: { cached: 300 },
      products: { cached: 300 },
    });
    expect(await foldmartJson(['doctor'], settings)).toMatchObject({ isHealthy: true });
    const produce = ['produce', '--orders', '2000', '--rate', 'max'];
    expect(await foldmartJson(produce, settings)).toMatchObject({ orders: 2_000, unconfirmed: 0 });
    const consumed = await foldmartJson(['consume', '--all', '--until-idle', '1'], settings);
    expect(consumed).toEqual({
      received: 2_000,
      appended: 2_000,
      duplicates: 0,
      conflicts: 0,
      deadLetters: 0,
      lag: 0,
    });
    expect(
      await shop.query('SELECT count(*)::int, count(DISTINCT order_id)::int AS ids FROM orders'),
    ).toEqual([{ count: 2_000, ids: 2_000 }]);
    const [counted] = await shop.query(
      'SELECT (SELECT sum(order_count) FROM users)::int AS users, (SELECT sum(order_count) FROM products)::int AS products',
    );
    expect(counted).toEqual({ users: 2_000, products: 2_000 });
  });

  it('reports a seed that is published twice as duplicates, and no conflicts', async () => {
    const { settings } = shop;
    const produce = ['produce', '--orders', '500', '--rate', 'max', '--seed', 'twice'];
    await foldmartJson(['topics', 'create'], settings);
    for (const counts of [
      { appended: 500, duplicates: 0 },
      { appended: 0, duplicates: 500 },
    ]) {
      await foldmartJson(produce, settings);
      const consumed = await foldmartJson(['consume', '--all', '--until-idle', '1'], settings);
      expect(consumed).toMatchObject({ received: 500, conflicts: 0, deadLetters: 0, ...counts });
    }
  });

  it('loses and doubles nothing when a consumer is killed and another one takes over', async () => {
    const { settings } = shop;
    await foldmartJson(['topics', 'create'], settings);
    const victim = startFoldmart(
      ['consume', '--single', '--type', 'order', '--id', 'order_consumer_1'],
      { ...settings, CONSUMER_BATCH_SIZE: '10' },
    );
    await victim.shows('order_consumer_1 started');
    const producing = foldmartJson(
      ['produce', '--orders', '3000', '--rate', 'max', '--seed', 'kill'],
      settings,
    );
    await victim.shows('persisted');
    victim.kill('SIGKILL');
    await producing;
    await victim.finished;
    await foldmartJson(['consume', '--all', '--until-idle', '2'], settings);
    expect(
      await shop.query('SELECT count(*)::int, count(DISTINCT order_id)::int AS ids FROM orders'),
    ).toEqual([{ count: 3_000, ids: 3_000 }]);
    expect(await shop.query('SELECT count(*)::int FROM dead_letters')).toEqual([{ count: 0 }]);
  });

  it('finishes, commits and ends with 0 on SIGTERM', async () => {
    const { settings } = shop;
    await foldmartJson(['topics', 'create'], settings);
    const consumer = startFoldmart(['consume', '--all', '-o', 'json'], settings);
    await consumer.shows('total 9 consumers started');
    await foldmartJson(
      ['produce', '--orders', '1000', '--rate', 'max', '--seed', 'term'],
      settings,
    );
    await consumer.shows('persisted');
    consumer.kill('SIGTERM');
    const first = await consumer.finished;
    expect(first.code).toBe(0);
    const rest = await foldmart(['consume', '--all', '--until-idle', '1', '-o', 'json'], settings);
    const received = [first, rest].map(
      ({ stdout }) => (JSON.parse(stdout) as { received: number }).received,
    );
    expect(received.reduce((sum, count) => sum + count, 0)).toBe(1_000);
  });
});
