import assert from 'node:assert/strict';
import { isNotFoundError, isPortError } from '@foldmart/core';
import { campaignPhase } from '@foldmart/core/shop';
import type { ShopStoreHarness } from '../shop-harness.js';
import { rejectionOf, validationErrorOf } from '../../rejections.js';
import type { ConformanceCase } from '../../suite.js';
import { decided, manage, opened, outcomesOf, requested } from './coupon-scene.js';

export const campaignCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'every instance sees a campaign as it was opened, with every term',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const rules = { blockedUsers: [7, 9_007_199_254_740_991], minimumGrade: 'GOLD' };
      const terms = { couponId: 3, stock: 5, opensAtMs: 1_000, closesAtMs: 8_640_000_000_000_000 };
      const status = await opened(harness, one.coupons, { ...terms, rules });
      const { outcomes, ...state } = status.state;
      assert.deepEqual(state, {
        couponId: 3,
        initialStock: 5,
        stock: 5,
        issued: 0,
        opensAtMs: 1_000,
        closesAtMs: 8_640_000_000_000_000,
        isClosed: false,
        rules,
        refillIds: [],
      });
      assert.deepEqual(Object.values(outcomes), [0, 0, 0, 0, 0, 0]);
      assert.deepEqual((await other.coupons.status(3))?.state, status.state);
      assert.equal(await other.coupons.status(4), undefined);
    },
  },
  {
    name: 'a campaign without terms opens at once, by the clock of the ledger, and stays open',
    async run(harness) {
      const { coupons } = await harness.open([]);
      const { state, nowMs } = await opened(harness, coupons);
      assert.ok(state.opensAtMs <= nowMs, 'the campaign is open');
      assert.equal(state.closesAtMs, null);
      const later = await coupons.status(1);
      assert.ok(later && later.nowMs >= nowMs, 'the clock advances');
      assert.equal(campaignPhase(later.state, later.nowMs), 'open');
    },
  },
  {
    name: 'opening again on the same terms changes nothing, and on other terms it is rejected',
    async run(harness) {
      const { coupons, events } = await harness.open([]);
      await opened(harness, coupons, { opensAtMs: 5 });
      await decided(harness, coupons, [requested(1)]);
      assert.equal((await opened(harness, coupons, { opensAtMs: 5 })).state.issued, 1);
      await validationErrorOf(opened(harness, coupons, { stock: 11 }));
      await validationErrorOf(opened(harness, coupons, { closesAtMs: 9_999_999_999_999 }));
      assert.equal((await events.readStream('coupon-1')).version, 2);
    },
  },
  {
    name: 'concurrent attempts to open one campaign all get the same one',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([]), await harness.open([])];
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, nth) => {
          const instance = instances[nth % instances.length];
          assert.ok(instance);
          return opened(harness, instance.coupons, { opensAtMs: 5 });
        }),
      );
      for (const { state } of answers) assert.deepEqual(state, answers[0]?.state);
      assert.equal((await instances[0]?.events.readStream('coupon-1'))?.version, 1);
    },
  },
  {
    name: 'a refill counts once, however often it is repeated',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 1 });
      const items = [1, 2, 3].map((place) => requested(place, { userId: place }));
      assert.deepEqual(await outcomesOf(harness, coupons, items), [
        'SUCCESS',
        'OUT_OF_STOCK',
        'OUT_OF_STOCK',
      ]);
      const refill = { type: 'refill-campaign', couponId: 1, refillId: 'r', quantity: 1 } as const;
      await manage(harness, coupons, refill);
      assert.equal((await manage(harness, coupons, refill)).state.stock, 2);
      const late = [4, 5].map((place) => requested(place, { userId: place }));
      assert.deepEqual(await outcomesOf(harness, coupons, late), ['SUCCESS', 'OUT_OF_STOCK']);
    },
  },
  {
    name: 'a closed campaign rejects all later requests, and issued coupons remain',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons);
      await decided(harness, coupons, [requested(1, { userId: 1 })]);
      await manage(harness, coupons, { type: 'close-campaign', couponId: 1 });
      const again = await manage(harness, coupons, { type: 'close-campaign', couponId: 1 });
      assert.equal(again.state.isClosed, true);
      assert.deepEqual(await outcomesOf(harness, coupons, [requested(2, { userId: 2 })]), [
        'VALIDATION_FAILED',
      ]);
      assert.equal((await coupons.status(1))?.state.issued, 1);
    },
  },
  {
    name: 'a campaign that was never opened cannot be refilled or closed',
    async run(harness) {
      const { coupons, events } = await harness.open([]);
      const close = manage(harness, coupons, { type: 'close-campaign', couponId: 1 });
      assert.ok(isNotFoundError(await rejectionOf(close)));
      assert.equal((await events.readStream('coupon-1')).version, 0);
    },
  },
  {
    name: 'an error that a decision throws is passed on unchanged, and the ledger continues',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons);
      const thrown = new TypeError('a decision that fails');
      const fail = (): never => {
        throw thrown;
      };
      assert.equal(await rejectionOf(coupons.change(1, fail)), thrown);
      const scope = { requestIds: [], userIds: [] };
      assert.equal(await rejectionOf(coupons.settle(1, scope, fail)), thrown);
      assert.deepEqual(await outcomesOf(harness, coupons, [requested(1)]), ['SUCCESS']);
    },
  },
  {
    name: 'campaigns are listed in the order of their coupons, in pages',
    async run(harness) {
      const { coupons } = await harness.open([]);
      for (const couponId of [20, 3, 100]) await opened(harness, coupons, { couponId });
      const first = await coupons.campaigns({ limit: 2 });
      assert.deepEqual(
        first.map(({ state }) => state.couponId),
        [3, 20],
      );
      const rest = await coupons.campaigns({ after: 20 });
      assert.deepEqual(
        rest.map(({ state }) => state.couponId),
        [100],
      );
    },
  },
  {
    name: 'a closed ledger reports that it is closed',
    async run(harness) {
      const instance = await harness.open([]);
      await instance.close();
      for (const call of [
        instance.coupons.status(1),
        instance.coupons.outcomes(['request-1']),
        instance.coupons.change(1, () => []),
      ]) {
        const error = await rejectionOf(call);
        assert.ok(isPortError(error) && error.reason === 'closed');
      }
    },
  },
];
