import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, startFoldmart } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

let shop: ShopOnServices;
beforeAll(async () => {
  shop = await openShop('redis');
  await foldmartJson(['seed', '--users', '30', '--products', '20'], shop.settings);
  await foldmartJson(['cache-worker', '--once'], shop.settings);
});
afterAll(() => shop.dispose());

describe('foldmart monitor', () => {
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

describe('foldmart dashboard', () => {
  it('serves the live page beside the services until it is told to stop', async () => {
    const dashboard = startFoldmart(['dashboard', '--port', '0', '-o', 'json'], shop.settings);
    await dashboard.prints('\n');
    const { address } = JSON.parse(dashboard.stdout()) as { address: string };
    const page = await fetch(new URL('api/page', address));
    expect(await page.json()).toMatchObject({ domain: 'shop', queue: 'redis', canChange: false });
    const rows = await fetch(new URL('api/models/count?model=users', address));
    expect(await rows.json()).toEqual({ rows: 30 });
    dashboard.kill('SIGTERM');
    const { code, stderr } = await dashboard.finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: `live page at ${address}\n` });
  });

  it('has nothing to show in memory, and says what to do', async () => {
    const { code, stderr } = await foldmart(['dashboard']);
    expect(code).toBe(2);
    expect(stderr).toContain('use foldmart start, which serves the page itself');
  });
});
