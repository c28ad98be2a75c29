import { describe, expect, it } from 'vitest';
import {
  PortError,
  refreshCache,
  runCacheWorker,
  type CacheRefresh,
  type KindSelection,
  type Repository,
} from '@foldmart/core';
import { seedCatalogue, shopCacheSelections } from '@foldmart/core/shop';
import { memoryShop, type MemoryShop } from '../support/memory-shop.js';

const selections = shopCacheSelections({ batchSize: 100 });

async function seededShop(users: number, products: number): Promise<MemoryShop> {
  const shop = memoryShop();
  const dependencies = { ...shop.common, store: shop.database.events };
  await shop.clock.drive(seedCatalogue(dependencies, { users, products }));
  return shop;
}

function refresh(
  shop: MemoryShop,
  by: readonly KindSelection[] = selections,
): Promise<CacheRefresh> {
  const { clock, cache, database } = shop;
  return clock.drive(refreshCache({ clock, cache, repository: database.repository }, by));
}

async function cachedIds(shop: MemoryShop, kind: string): Promise<readonly string[]> {
  return (await shop.cache.sample(kind, 10_000)).map(({ id }) => id).sort();
}

describe('refresh-cache', () => {
  it('fills the cache with a batch of each kind', async () => {
    const shop = await seededShop(250, 150);
    expect(await refresh(shop)).toMatchObject({
      kinds: {
        users: { outcome: 'replaced', cached: 100 },
        products: { outcome: 'replaced', cached: 100 },
      },
    });
    expect(await shop.cache.size('users')).toBe(100);
    expect(await shop.cache.size('products')).toBe(100);
  });

  it('caches all rows if they are fewer than a batch', async () => {
    const shop = await seededShop(30, 20);
    await refresh(shop);
    expect(await refresh(shop)).toMatchObject({
      kinds: { users: { cached: 30 }, products: { cached: 20 } },
    });
  });

  it('caches every row over successive turns', async () => {
    const shop = await seededShop(250, 150);
    const seen = new Set<string>();
    for (let turn = 0; turn < 4; turn += 1) {
      await refresh(shop);
      for (const id of await cachedIds(shop, 'users')) seen.add(id);
    }
    expect(seen.size).toBe(250);
  });

  it('does not change the cache if the database is empty', async () => {
    const shop = memoryShop();
    const ticket = await shop.cache.beginRefresh('users');
    await shop.cache.replaceAll('users', [{ id: 'u_1', data: {} }], { ticket });
    expect(await refresh(shop)).toMatchObject({
      kinds: {
        users: { outcome: 'empty', cached: 0 },
        products: { outcome: 'empty', cached: 0 },
      },
    });
    expect(await cachedIds(shop, 'users')).toStrictEqual(['u_1']);
  });

  it('yields to a refresh that began later, and marks nothing', async () => {
    const shop = await seededShop(250, 150);
    const { cache, database } = shop;
    const marked: string[] = [];
    const overtaken: Repository = {
      candidates: async (kind, segment, limit) => {
        const ticket = await cache.beginRefresh(kind.name);
        await cache.replaceAll(kind.name, [{ id: 'newer', data: {} }], { ticket });
        return database.repository.candidates(kind, segment, limit);
      },
      markCached: async (kind) => void marked.push(kind.name),
    };
    const dependencies = { clock: shop.clock, cache, repository: overtaken };
    expect(await shop.clock.drive(refreshCache(dependencies, selections))).toMatchObject({
      kinds: { users: { outcome: 'superseded', cached: 0 } },
    });
    expect(await cachedIds(shop, 'users')).toStrictEqual(['newer']);
    expect(marked).toStrictEqual([]);
  });

  it('fills a stratified batch from products that are both popular and new', async () => {
    const shop = await seededShop(60, 120);
    await refresh(shop, shopCacheSelections({ batchSize: 100, strategy: 'stratified' }));
    expect(await shop.cache.size('products')).toBe(100);
    expect(await shop.cache.size('users')).toBe(60);
  });
});

describe('run-cache-worker', () => {
  const unavailable = new PortError({
    port: 'repository',
    operation: 'candidates',
    reason: 'unavailable',
    message: 'restarting',
  });

  function failing(repository: Repository, errors: unknown[]): Repository {
    return {
      markCached: (kind, ids) => repository.markCached(kind, ids),
      candidates: async (kind, segment, limit) => {
        const error = errors.shift();
        if (error !== undefined) throw error as Error;
        return repository.candidates(kind, segment, limit);
      },
    };
  }

  async function work(shop: MemoryShop, durationMs: number, errors: unknown[] = []) {
    const controller = new AbortController();
    const turns: { number: number; atMs: number; users: number }[] = [];
    shop.clock.schedule(durationMs, () => controller.abort());
    const startedAt = shop.clock.monotonic();
    const { cache, common } = shop;
    const repository = failing(shop.database.repository, errors);
    const result = await shop.clock.drive(
      runCacheWorker(
        { ...common, cache, repository },
        {
          selections,
          intervalMs: 50_000,
          signal: controller.signal,
          onRefresh: ({ kinds }, number) =>
            turns.push({
              number,
              atMs: shop.clock.monotonic() - startedAt,
              users: kinds['users']?.cached ?? 0,
            }),
        },
      ),
    );
    return { result, turns };
  }

  it('refreshes at once and then every 50 s, until it is stopped', async () => {
    const { result, turns } = await work(await seededShop(250, 150), 125_000);
    expect(result).toStrictEqual({ refreshes: 3 });
    expect(turns.map(({ number, users }) => [number, users])).toStrictEqual([
      [1, 100],
      [2, 100],
      [3, 100],
    ]);
    turns.forEach(({ atMs }, turn) => {
      expect(atMs).toBeGreaterThanOrEqual(turn * 50_000);
      expect(atMs).toBeLessThan(turn * 50_000 + 1_000);
    });
  });

  it('keeps the cache and retries soon while the database is unavailable', async () => {
    const shop = await seededShop(250, 150);
    await refresh(shop);
    const before = await cachedIds(shop, 'users');
    const pending = Array.from({ length: 4 }, () => unavailable);
    const { turns } = await work(shop, 10_000, pending);
    expect(before).toHaveLength(100);
    expect(turns).toHaveLength(1);
    expect(turns[0]!.atMs).toBeGreaterThan(700);
    expect(turns[0]!.atMs).toBeLessThan(1_600);
  });

  it('ends with any other error', async () => {
    const mistake = new TypeError('a mistake');
    await expect(work(await seededShop(5, 5), 10_000, [mistake])).rejects.toBe(mistake);
  });
});
