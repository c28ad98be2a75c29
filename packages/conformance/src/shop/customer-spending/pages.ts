import assert from 'node:assert/strict';
import { isPortError } from '@foldmart/core';
import { rejectionOf, validationErrorOf } from '../../rejections.js';
import type { ConformanceCase } from '../../suite.js';
import type { ShopStoreHarness } from '../shop-harness.js';
import { buy, pagesOf, projections, register } from './spending-scene.js';

const period = { from: '2026-02-01', to: '2026-02-28' };

/** In the order of their UTF-8 bytes, which is not that of UTF-16 code units. */
const userIds = ['U_1', 'u', 'u_1', 'u_10', 'u_2', 'é', '한', '\uFF5E', '\u{1F600}'];

export const pageCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'pages of any size hold every user once, in the order of the bytes of their ids',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, Object.fromEntries(userIds.map((userId) => [userId, 'BRONZE'])));
      const at = '2026-02-03T10:00:00';
      await buy(
        instance,
        userIds.map((userId, nth) => ({ userId, amount: nth + 1, at })),
      );
      const expected = userIds.map((userId, nth) => [userId, String(nth + 1)]);
      for (const limit of [1, 2, 4, 9, 100]) {
        const found = await pagesOf(instance, { ...period, limit });
        assert.deepEqual(
          found.map(({ userId, amount }) => [userId, amount]),
          expected,
          `pages of ${limit}`,
        );
      }
    },
  },
  {
    name: 'a page starts after its user id, whether or not there is a user with it',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, { u_1: 'BRONZE', u_3: 'GOLD' });
      const after = async (userId: string) =>
        (await instance.spending.page({ ...period, after: userId, limit: 5 })).map(
          (found) => found.userId,
        );
      assert.deepEqual(await after('a'), ['u_1', 'u_3']);
      assert.deepEqual(await after('u_1'), ['u_3']);
      assert.deepEqual(await after('u_2'), ['u_3']);
      assert.deepEqual(await after('u_3'), []);
    },
  },
  {
    name: 'a limit that is not a whole number from 0 is refused, and 0 gives no user',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, { u_1: 'BRONZE' });
      assert.deepEqual(await instance.spending.page({ ...period, limit: 0 }), []);
      for (const limit of [-1, 1.5, Number.NaN]) {
        await validationErrorOf(instance.spending.page({ ...period, limit }));
      }
    },
  },
  {
    name: 'without the projections of the shop, the read models are missing',
    async run(harness) {
      const { spending } = await harness.open([]);
      const error = await rejectionOf(spending.page({ ...period, limit: 1 }));
      assert.ok(isPortError(error) && error.code === 'missing-schema', String(error));
    },
  },
  {
    name: 'what customers bought cannot be read from a closed database',
    async run(harness) {
      const instance = await harness.open(projections);
      await instance.close();
      const error = await rejectionOf(instance.spending.page({ ...period, limit: 1 }));
      assert.ok(isPortError(error) && error.reason === 'closed', String(error));
    },
  },
];
