import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import type { OrderCreated } from '@foldmart/core/shop';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foldmart, foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const patience = { timeout: 60_000, interval: 250 };

interface Update {
  readonly number: number;
  readonly users: number;
  readonly changed: number;
  readonly changes: Readonly<Record<string, number>>;
}

describe('the grade updater, on kafka and postgres', () => {
  let shop: ShopOnServices;
  beforeEach(async () => {
    shop = await openShop('kafka');
  });
  afterEach(() => shop.dispose());

  it('publishes each change once, and what comes back from the queue is never published again', async () => {
    const { settings } = shop;
    await foldmartJson(['topics', 'create'], settings);
    await foldmartJson(['seed', '--users', '40', '--products', '3'], settings);
    const [{ count: above } = {}] = await shop.query(
      "SELECT count(*)::int FROM users WHERE grade <> 'BRONZE'",
    );
    const consumers = startFoldmart(['consume', '--all', '-o', 'json'], settings);
    await consumers.shows('total 9 consumers started');

    const first = updater(shop);
    await first.prints('"number":4');
    const second = updater(shop);
    await second.shows('grade updater stands by: another process updates the grades');
    expect(updatesOf(first).map(({ users, changed }) => [users, changed])).toEqual(
      updatesOf(first).map((_update, nth) => [40, nth === 0 ? above : 0]),
    );
    await vi.waitFor(async () => expect(await publishedOf(shop)).toBe(above), patience);

    await buy(shop, 5_000_000);
    await first.prints('"changes":{"BRONZE→VIP":1}');
    first.kill('SIGTERM');
    expect((await first.finished).code).toBe(0);
    await second.prints('"number":3');
    await vi.waitFor(async () => expect(await publishedOf(shop)).toBe(Number(above) + 1), patience);
    await second.prints('"number":6');
    expect(updatesOf(second).map(({ changed }) => changed)).toEqual(updatesOf(second).map(() => 0));
    second.kill('SIGTERM');
    expect((await second.finished).code).toBe(0);

    const sent = Number(above) + 1;
    expect(await publishedOf(shop)).toBe(sent);
    consumers.kill('SIGTERM');
    expect(JSON.parse((await consumers.finished).stdout)).toMatchObject({
      received: sent + 1,
      appended: 1,
      duplicates: sent,
      conflicts: 0,
      deadLetters: 0,
      lag: 0,
    });
    expect(
      await shop.query("SELECT count(*)::int FROM events WHERE type = 'user_grade_changed'"),
    ).toEqual([{ count: sent }]);
    expect(await foldmartJson(['verify'], settings)).toMatchObject({ differences: [] });
  });

  it('updates once, publishes what it changed, and changes nothing the second time', async () => {
    const { settings } = shop;
    await foldmartJson(['seed', '--users', '10', '--products', '3'], settings);
    const done = await foldmart(['grade-updater', '--once'], settings);
    expect(done.stdout).toMatch(/^grade update #1 done - users: 10, changed: \d+ \(.+→BRONZE: \d+/);
    expect(done.code).toBe(0);
    expect(await foldmartJson(['outbox', 'status'], settings)).toMatchObject({ behind: 0 });
    const again = await foldmartJson(['grade-updater', '--once'], settings);
    expect(again).toMatchObject({ users: 10, changed: 0, changes: {} });
  });
});

it('a grade updater refuses a database in memory, and an interval of no time', async () => {
  const alone = await foldmart(['grade-updater']);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('a new one in this process’s memory is empty'.replace('’', "'"));
  const hasty = await foldmart(['grade-updater', '--interval', '0']);
  expect(hasty.code).toBe(2);
  expect(hasty.stderr).toContain('expected seconds from 1 to 86400');
  const flat = await foldmart(['grade-updater', '--set', 'GRADE_THRESHOLDS=5,5,9']);
  expect(flat.code).toBe(2);
  expect(flat.stderr).toContain('three amounts in ascending order');
});

function updater({ settings }: ShopOnServices): Running {
  return startFoldmart(['grade-updater', '--interval', '1', '-o', 'json'], settings);
}

function updatesOf(running: Running): readonly Update[] {
  const lines = running.stdout().split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Update);
}

/** The number of messages on the topic `users`, whose partitions nothing is deleted from. */
async function publishedOf(shop: ShopOnServices): Promise<number> {
  const system = await openSystem(shop);
  try {
    const topic = `${shop.settings['TOPIC_PREFIX'] ?? ''}users`;
    const lag = await system.bus().admin.lag('nobody', topic);
    return lag.reduce((sum, partition) => sum + partition.lag, 0);
  } finally {
    await system.close();
  }
}

/** One BRONZE user buys for this amount now, as a producer in another process would say. */
async function buy(shop: ShopOnServices, amount: number): Promise<void> {
  const [user] = await shop.query("SELECT user_id FROM users WHERE grade = 'BRONZE' LIMIT 1");
  const data: OrderCreated['data'] = {
    order_id: '550e8400-e29b-41d4-a716-446655440000',
    created_at: new Date().toISOString().slice(0, '2026-02-03T14:30:00'.length),
    user_id: String(user?.['user_id']),
    product_id: 'p_1',
    quantity: 2,
    total_amount: amount,
    shipping_cost: 3_000,
    discount_amount: 500,
    payment_method: 'Card',
    status: 'Success',
    category: '전자제품',
    user_region: '서울시',
    user_gender: 'M',
    user_age_group: '20대',
  };
  const system = await openSystem(shop);
  try {
    await system.publish([{ type: 'order_created', data }]);
  } finally {
    await system.close();
  }
}

function openSystem({ settings }: ShopOnServices) {
  return createShop(loadShopSettings({ environment: settings, envFile: null }));
}
