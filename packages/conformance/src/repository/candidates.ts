import assert from 'node:assert/strict';
import type { CachedEntity, CachedKind } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { gradeChange, order, product, Shop, user } from './shop.js';

export const candidateCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a user comes with the columns of its read model, and nothing else',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('u_1', { nickname: '길동', last_cached_at: 'never', arrival: 7 }));
      await shop.repository.markCached('users', ['u_1']);
      assert.deepEqual(await candidate(shop, 'users'), {
        id: 'u_1',
        data: {
          user_id: 'u_1',
          name: '홍길동',
          email: 'u_1@example.com',
          phone: '010-1234-5678',
          gender: 'M',
          age: 25,
          age_group: '20대',
          region: '서울시',
          grade: 'BRONZE',
          created_at: '2026-02-03T14:30:00.000000Z',
          order_count: 0,
          last_ordered_at: null,
        },
      });
    },
  },
  {
    name: 'a product comes with its decimals as numbers, to the digit',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(product('p_1', { price: 0.1 + 0.2, org_price: 1_234_567.89 }));
      await shop.repository.markCached('products', ['p_1']);
      assert.deepEqual(await candidate(shop, 'products'), {
        id: 'p_1',
        data: {
          product_id: 'p_1',
          name: '무선 이어폰',
          category: '전자제품',
          brand: 'Apple',
          price: 0.300_000_000_000_000_04,
          org_price: 1_234_567.89,
          discount_rate: 13.37,
          stock: 150,
          created_at: '2026-02-03T14:30:00.000000Z',
          order_count: 0,
        },
      });
    },
  },
  {
    name: 'orders are counted for users and products, and the last one is remembered',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('u_1'), product('p_1'), gradeChange('u_1', 'VIP'));
      await shop.countActivity();
      await shop.takeIn(
        order('o_1', { by: 'u_1', of: 'p_1', at: '2026-02-03T10:00:00' }),
        order('o_2', { by: 'u_1', of: 'p_1', at: '2026-02-03T09:00:00' }),
      );
      await shop.countActivity();
      await shop.takeIn(order('o_3', { by: 'u_1', of: 'p_2', at: '2026-02-03T08:00:00' }));
      await shop.countActivity();
      await markAll(shop);
      const { data: ofUser } = await candidate(shop, 'users');
      assert.deepEqual(
        [ofUser['grade'], ofUser['order_count'], ofUser['last_ordered_at']],
        ['VIP', 3, '2026-02-03T10:00:00.000000Z'],
      );
      assert.equal((await candidate(shop, 'products')).data['order_count'], 2);
    },
  },
  {
    name: 'an order that comes before its user and its product is counted when they come',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(order('o_1', { by: 'u_1', of: 'p_1', at: '2026-02-03T10:00:00' }));
      await shop.countActivity();
      await shop.takeIn(user('u_1'), product('p_1'));
      await shop.countActivity();
      await markAll(shop);
      const { data: ofUser } = await candidate(shop, 'users');
      assert.deepEqual(
        [ofUser['order_count'], ofUser['last_ordered_at']],
        [1, '2026-02-03T10:00:00.000000Z'],
      );
      assert.equal((await candidate(shop, 'products')).data['order_count'], 1);
    },
  },
  {
    name: 'users, products and orders are counted',
    async run(harness) {
      const shop = await Shop.open(harness);
      assert.deepEqual(await shop.repository.counts(), { users: 0, products: 0, orders: 0 });
      await shop.takeIn(user('u_1'), user('u_2'), user('u_3'), product('p_1'));
      await shop.takeIn(
        order('o_1', { by: 'u_1', of: 'p_1', at: '2026-02-03T10:00:00' }),
        order('o_2', { by: 'u_9', of: 'p_9', at: '2026-02-03T10:00:00' }),
      );
      const duplicate = { items: [user('u_1'), user('u_2')] };
      await shop.instance.events.ingest(duplicate);
      await shop.countActivity();
      assert.deepEqual(await shop.repository.counts(), { users: 3, products: 1, orders: 2 });
    },
  },
];

/** The only row of its kind, which has been cached before. */
async function candidate({ repository }: Shop, kind: CachedKind): Promise<CachedEntity> {
  const [only, ...others] = await repository.cacheCandidates(kind, 'longest-cached', 10);
  assert.ok(only && others.length === 0);
  return only;
}

async function markAll({ repository }: Shop): Promise<void> {
  await repository.markCached('users', ['u_1']);
  await repository.markCached('products', ['p_1']);
}
