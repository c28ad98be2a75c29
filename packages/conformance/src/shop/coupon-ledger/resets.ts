import assert from 'node:assert/strict';
import { isNotFoundError, type Row } from '@foldmart/core';
import { couponIssuesModel } from '@foldmart/core/shop';
import { rejectionOf, validationErrorOf } from '../../rejections.js';
import type { ConformanceCase } from '../../suite.js';
import type { ShopStoreHarness } from '../shop-harness.js';
import { decided, manage, opened, outcomesOf, requested, resetCoupon } from './coupon-scene.js';

export const resetCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'after a reset nobody holds the coupon, the stock is whole, and the same users may win again',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 2 });
      await opened(harness, coupons, { couponId: 2 });
      const rush = (first: number) =>
        [0, 1, 2].map((nth) => requested(first + nth, { userId: nth + 1 }));
      const outcomes = ['SUCCESS', 'SUCCESS', 'OUT_OF_STOCK'];
      assert.deepEqual(await outcomesOf(harness, coupons, rush(1)), outcomes);
      await decided(harness, coupons, [requested(9, { couponId: 2 })]);
      const { state } = await resetCoupon(harness, coupons, 'a');
      assert.deepEqual([state.stock, state.issued], [2, 0]);
      assert.deepEqual(Object.values(state.outcomes), [0, 0, 0, 0, 0, 0]);
      assert.deepEqual(await coupons.holders(1), []);
      assert.equal((await coupons.holders(2)).length, 1);
      assert.deepEqual(await outcomesOf(harness, coupons, rush(11)), outcomes);
      const numbers = (await coupons.holders(1)).map(({ issueNumber }) => issueNumber);
      assert.deepEqual(numbers, [1, 2]);
    },
  },
  {
    name: 'a request that was decided before a reset keeps its decision',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 1 });
      const [before] = await decided(harness, coupons, [requested(1)]);
      await resetCoupon(harness, coupons, 'a');
      assert.deepEqual(await decided(harness, coupons, [requested(1)]), [before]);
      assert.deepEqual(await coupons.holders(1), []);
    },
  },
  {
    name: 'a reset is in the log, with the users who held the coupon, and a second one changes nothing',
    async run(harness) {
      const { coupons, events, audit } = await harness.open([]);
      await opened(harness, coupons);
      await decided(harness, coupons, [requested(1, { userId: 7 }), requested(2, { userId: 5 })]);
      await resetCoupon(harness, coupons, 'a');
      await resetCoupon(harness, coupons, 'b');
      const stream = await events.readStream('coupon-1');
      assert.equal(stream.version, 3);
      const last = stream.events.at(-1);
      assert.equal(last?.type, 'coupon_campaign_reset');
      assert.deepEqual(last.data['released_users'], [7, 5]);
      const rows = await audit.audit((view) => view.scan(couponIssuesModel, { limit: 10 }));
      assert.deepEqual(rows, [] satisfies Row[]);
    },
  },
  {
    name: 'a campaign that was never opened, or is closed, cannot be reset',
    async run(harness) {
      const { coupons } = await harness.open([]);
      assert.ok(isNotFoundError(await rejectionOf(resetCoupon(harness, coupons, 'a'))));
      await opened(harness, coupons);
      await manage(harness, coupons, { type: 'close-campaign', couponId: 1 });
      await validationErrorOf(resetCoupon(harness, coupons, 'b'));
    },
  },
];
