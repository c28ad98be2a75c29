import assert from 'node:assert/strict';
import type { CachedKind, CacheSegment } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { order, product, Shop, user } from './shop.js';

export const segmentCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'who was never cached comes first come, first',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('u_3'), user('u_1'));
      await shop.takeIn(user('u_2', { created_at: '2020-01-01T00:00:00' }), product('p_1'));
      await assertSegment(shop, 'users', 'never-cached', ['u_3', 'u_1', 'u_2']);
      await assertSegment(shop, 'products', 'never-cached', ['p_1']);
      await assertSegment(shop, 'users', 'longest-cached', []);
    },
  },
  {
    name: 'buyers come by their last order, the longest ago first, and only buyers',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('u_1'), user('u_2'), user('u_3'), user('u_4'), product('p_1'));
      await shop.takeIn(
        order('o_1', { by: 'u_1', of: 'p_1', at: '2026-02-03T10:00:00' }),
        order('o_2', { by: 'u_2', of: 'p_1', at: '2026-02-03T09:00:00' }),
        order('o_3', { by: 'u_4', of: 'p_1', at: '2026-02-03T08:00:00' }),
        order('o_4', { by: 'u_4', of: 'p_1', at: '2026-02-03T11:00:00' }),
        order('o_5', { by: 'u_4', of: 'p_1', at: '2026-02-03T07:00:00' }),
      );
      await shop.countActivity();
      await assertSegment(shop, 'users', 'buyers', ['u_2', 'u_1', 'u_4']);
      await assertSegment(shop, 'users', 'non-buyers', ['u_3']);
    },
  },
  {
    name: 'non-buyers come by their account, the newest first',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(
        user('u_1', { created_at: '2026-02-01T00:00:00' }),
        user('u_2', { created_at: '2026-02-03T00:00:00+09:00' }),
        user('u_3', { created_at: '2026-02-02T18:00:00Z' }),
      );
      await assertSegment(shop, 'users', 'non-buyers', ['u_3', 'u_2', 'u_1']);
      await assertSegment(shop, 'users', 'buyers', []);
    },
  },
  {
    name: 'popular products come by their number of orders, the newest by their creation',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(
        product('p_1', { created_at: '2026-02-01T00:00:00' }),
        product('p_2', { created_at: '2026-02-03T00:00:00' }),
        product('p_3', { created_at: '2026-02-02T00:00:00' }),
        user('u_1'),
      );
      await shop.takeIn(
        ...['p_3', 'p_2', 'p_3', 'p_3', 'p_2'].map((of, nth) =>
          order(`o_${nth}`, { by: 'u_1', of, at: '2026-02-03T10:00:00' }),
        ),
      );
      await shop.countActivity();
      await assertSegment(shop, 'products', 'popular', ['p_3', 'p_2', 'p_1']);
      await assertSegment(shop, 'products', 'newest', ['p_2', 'p_3', 'p_1']);
    },
  },
  {
    name: 'ties go by arrival in every segment, and not by id',
    async run(harness) {
      const shop = await Shop.open(harness);
      const ids = ['9', '10', 'b', 'a', '가', '1'];
      for (const half of [ids.slice(0, 3), ids.slice(3)]) {
        await shop.takeIn(...half.map((id) => user(id)));
        await shop.takeIn(...half.map((id) => product(id)));
      }
      for (const segment of ['never-cached', 'non-buyers'] as const) {
        await assertSegment(shop, 'users', segment, ids);
      }
      for (const segment of ['never-cached', 'popular', 'newest'] as const) {
        await assertSegment(shop, 'products', segment, ids);
      }
      await shop.takeIn(
        ...[...ids]
          .reverse()
          .map((by, nth) => order(`o_${nth}`, { by, of: by, at: '2026-02-03T10:00:00' })),
      );
      await shop.countActivity();
      await assertSegment(shop, 'users', 'buyers', ids);
      await assertSegment(shop, 'products', 'popular', ids);
      await shop.repository.markCached('users', [...ids].reverse());
      await assertSegment(shop, 'users', 'longest-cached', ids);
    },
  },
  {
    name: 'a segment of the other kind is empty',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(user('u_1'), product('p_1'));
      await shop.takeIn(order('o_1', { by: 'u_1', of: 'p_1', at: '2026-02-03T10:00:00' }));
      await shop.countActivity();
      for (const segment of ['popular', 'newest'] as const) {
        await assertSegment(shop, 'users', segment, []);
      }
      for (const segment of ['buyers', 'non-buyers'] as const) {
        await assertSegment(shop, 'products', segment, []);
      }
    },
  },
  {
    name: 'a segment is cut off at the limit',
    async run(harness) {
      const shop = await Shop.open(harness);
      await shop.takeIn(...Array.from({ length: 30 }, (_, nth) => user(`u_${nth}`)));
      for (const limit of [0, 1, 7, 30, 31, 1_000]) {
        const found = await shop.repository.cacheCandidates('users', 'never-cached', limit);
        assert.deepEqual(
          found.map(({ id }) => id),
          Array.from({ length: Math.min(limit, 30) }, (_, nth) => `u_${nth}`),
        );
      }
    },
  },
];

/** Asserts which rows a segment has, in which order. */
export async function assertSegment(
  { repository }: Pick<Shop, 'repository'>,
  kind: CachedKind,
  segment: CacheSegment,
  ids: readonly string[],
): Promise<void> {
  const found = await repository.cacheCandidates(kind, segment, 1_000);
  assert.deepEqual(
    found.map(({ id }) => id),
    ids,
    `${segment} ${kind}`,
  );
}
