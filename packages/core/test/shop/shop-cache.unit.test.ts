import { MemoryEntityCache } from '@foldmart/adapters-memory';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CachedEntity, EntityCache } from '@foldmart/core';
import {
  createPropensityRule,
  createShopCache,
  pickByPropensity,
  pickFromCache,
} from '@foldmart/core/shop';
import { VirtualClock } from '@foldmart/core/testing';
import { chanceOf } from '../support/chance.js';

const { random } = chanceOf(4);

function user(id: string, fields: object = {}): CachedEntity {
  const data = {
    user_id: id,
    region: '서울시',
    gender: 'F',
    age_group: '20대',
    grade: 'BRONZE',
    created_at: '2026-02-03T14:30:00.000000Z',
    order_count: 0,
    last_ordered_at: null,
    ...fields,
  };
  return { id, data };
}

function product(id: string): CachedEntity {
  return { id, data: { product_id: id, category: '전자제품', price: 259_000, brand: 'Apple' } };
}

async function fill(cache: EntityCache, kind: string, entities: readonly CachedEntity[]) {
  await cache.replaceAll(kind, entities, { ticket: await cache.beginRefresh(kind) });
}

describe('the shop cache', () => {
  let cache: EntityCache;
  beforeEach(() => {
    cache = new MemoryEntityCache({ clock: new VirtualClock(), random });
  });

  it('gives a random user and a random product with all their fields', async () => {
    await fill(cache, 'users', [user('u_1', { nickname: '길동' })]);
    await fill(cache, 'products', [product('p_1')]);
    const shop = createShopCache(cache);
    expect(await shop.getRandomUser()).toMatchObject({ user_id: 'u_1', nickname: '길동' });
    expect(await shop.getRandomProduct()).toMatchObject({ product_id: 'p_1', brand: 'Apple' });
  });

  it('returns nothing if nothing is cached', async () => {
    const shop = createShopCache(cache);
    expect(await shop.getRandomUser()).toBeUndefined();
    expect(await shop.getRandomProducts(3)).toStrictEqual([]);
  });

  it('gives different ones in a batch', async () => {
    const ids = ['u_1', 'u_2', 'u_3', 'u_4'];
    await fill(
      cache,
      'users',
      ids.map((id) => user(id)),
    );
    const picked = await createShopCache(cache).getRandomUsers(10);
    expect(picked.map(({ user_id }) => user_id).sort()).toStrictEqual(ids);
  });

  it('reports its hit rate and whether it is connected', async () => {
    const shop = createShopCache(cache);
    expect(await shop.hitRate()).toBeNull();
    await shop.getRandomUser();
    await fill(cache, 'users', [user('u_1')]);
    await shop.getRandomUser();
    expect(await shop.hitRate()).toBe(0.5);
    expect(await shop.isConnected()).toBe(true);
    await cache.close();
    expect(await shop.isConnected()).toBe(false);
  });

  it('says which entity is none of the shop’s', async () => {
    await fill(cache, 'products', [{ id: 'p_1', data: { product_id: 'p_1', price: 'free' } }]);
    await expect(createShopCache(cache).getRandomProduct()).rejects.toMatchObject({
      reason: 'corrupt',
      port: 'entity-cache',
      message: expect.stringMatching(
        /^cached products: "p_1" is not what .*\(category: /,
      ) as string,
    });
  });
});

describe('picking from the cache', () => {
  let cache: EntityCache;
  beforeEach(() => {
    cache = new MemoryEntityCache({ clock: new VirtualClock(), random });
  });

  it('gives as many picks as are asked for, even from few', async () => {
    await fill(cache, 'users', [user('u_1'), user('u_2')]);
    await fill(cache, 'products', [product('p_1')]);
    const picks = await pickFromCache(createShopCache(cache), random)(50);
    expect(picks).toHaveLength(50);
    expect(new Set(picks.map((pick) => pick.user.user_id))).toStrictEqual(new Set(['u_1', 'u_2']));
  });

  it('repeats no user while there are others', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `u_${String(index)}`);
    await fill(
      cache,
      'users',
      ids.map((id) => user(id)),
    );
    await fill(cache, 'products', [product('p_1')]);
    const picks = await pickFromCache(createShopCache(cache), random)(40);
    expect(new Set(picks.map((pick) => pick.user.user_id)).size).toBe(40);
  });

  it.each(['users', 'products'])('returns nothing if no %s are cached', async (missing) => {
    if (missing !== 'users') await fill(cache, 'users', [user('u_1')]);
    if (missing !== 'products') await fill(cache, 'products', [product('p_1')]);
    expect(await pickFromCache(createShopCache(cache), random)(3)).toStrictEqual([]);
  });

  it('by propensity takes only the users most inclined to buy, and ranks them again after a while', async () => {
    const clock = new VirtualClock(Date.UTC(2026, 1, 4));
    const eager = Array.from({ length: 5 }, (_, index) =>
      user(`eager_${String(index)}`, { grade: 'VIP', order_count: 20 }),
    );
    const others = Array.from({ length: 30 }, (_, index) => user(`other_${String(index)}`));
    await fill(cache, 'users', [...others, ...eager]);
    await fill(cache, 'products', [product('p_1')]);
    const pick = pickByPropensity(
      createShopCache(cache),
      { rule: createPropensityRule(), poolSize: 5, candidates: 100, maxAgeMs: 10_000 },
      { random, clock },
    );
    const picked = async () => new Set((await pick(200)).map((order) => order.user.user_id));
    expect(await picked()).toStrictEqual(new Set(eager.map(({ id }) => id)));
    await fill(cache, 'users', others.slice(0, 5));
    expect(await picked()).toStrictEqual(new Set(eager.map(({ id }) => id)));
    await clock.drive(clock.sleep(10_000));
    expect(await picked()).toStrictEqual(new Set(others.slice(0, 5).map(({ id }) => id)));
  });
});
