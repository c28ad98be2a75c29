import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmartJson, startFoldmart } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

describe('foldmart monitor', () => {
  let shop: ShopOnServices;

  beforeAll(async () => {
    shop = await openShop('redis');
    await foldmartJson(['seed', '--users', '30', '--products', '20'], shop.settings);
    await foldmartJson(['cache-worker', '--once'], shop.settings);
  });
  afterAll(() => shop.dispose());

  it('prints the line of the cache again and again where there is no terminal', async () => {
    const monitor = startFoldmart(['monitor', '--interval', '1'], shop.settings);
    await monitor.prints('refreshes: 1\n[');
    monitor.kill('SIGINT');
    const { code, stdout, stderr } = await monitor.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^\[\d\d:\d\d:\d\d\] \[\d+\/50s [#-]{20}\] \| MEM: \d+\.\d\dM \| HIT: - \| CACHE: users=30, products=20 \| refreshes: 1\n/,
    );
  });

  it('tells programs everything at once, and joins no group', async () => {
    const seen = await foldmartJson(['monitor', '--once'], shop.settings);
    expect(seen).toMatchObject({
      groups: [],
      cache: {
        sizes: { users: 30, products: 20 },
        hitRate: null,
        refreshes: 1,
        intervalMs: 50_000,
      },
      deadLetters: {},
      tables: [],
      troubles: [],
    });
  });
});
