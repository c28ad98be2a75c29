import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, startFoldmart } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe('the user seeder, on kafka', () => {
  let shop: ShopOnServices;
  beforeEach(async () => {
    shop = await openShop('kafka');
  });
  afterEach(() => shop.dispose());

  it('publishes users until it is stopped, and the same users again for the same seed', async () => {
    const { settings } = shop;
    const seeded = ['user-seeder', '--count', '30', '--rate', 'max', '--seed', 'demo'];
    const sent = await foldmart(seeded, settings);
    expect(sent.stderr).toMatch(
      /\[\d\d:\d\d:\d\d\] users published: 30\/30 ok \| total: 30 \| TPS: \d+\.\d\d/,
    );
    expect(await foldmartJson(seeded, settings)).toEqual({ users: 30, unconfirmed: 0 });
    expect(await foldmartJson(['consume', '--all', '--until-idle', '2'], settings)).toMatchObject({
      received: 60,
      appended: 30,
      duplicates: 30,
      conflicts: 0,
    });
    expect(await shop.query('SELECT count(*)::int FROM users')).toEqual([{ count: 30 }]);

    const endless = startFoldmart(['user-seeder', '--rate', '20', '-o', 'json'], settings);
    await endless.shows('users published');
    endless.kill('SIGINT');
    const { code, stdout } = await endless.finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ users: expect.any(Number) as number });
  });
});

it('a user seeder refuses a queue in memory', async () => {
  const alone = await foldmart(['user-seeder']);
  expect(alone.code).toBe(2);
  expect(alone.stderr).toContain('user-seeder needs a queue that processes share');
});
