import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CouponLedger, QueuedItem } from '@foldmart/core/shop';
import type { ShopStoreHarness } from '../shop-harness.js';
import { runCount } from '../../models/run-count.js';
import type { ConformanceCase } from '../../suite.js';
import { decided, opened, requested } from './coupon-scene.js';
import { queueOf, rushPlans } from './rush-plans.js';
import { runRush } from './run-rush.js';
import { SequentialCoupon, type CouponTerms } from './sequential-coupon.js';

export const rushCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'stock 100, 2,000 users, three workers that each process the whole queue: the first 100 users get a coupon',
    timeoutMs: 120_000,
    async run(harness) {
      const ledgers = await openLedgers(harness, 3);
      await opened(harness, ledgers[0], { stock: 100 });
      const queue = Array.from({ length: 6_000 }, (_, place) =>
        requested(place, { userId: 1 + ((place * 7_919) % 2_000) }),
      );
      const workers = [83, 250, 199].map((size) => ({ startsAt: 0, batchSizes: [size] }));
      await runRush(harness, ledgers, queue, workers);
      await assertAsSequential(ledgers[0], 1, { stock: 100, blockedUsers: [] }, queue);
    },
  },
  {
    name: 'many concurrent single requests never issue more than the stock, nor two to one user',
    async run(harness) {
      const ledgers = await openLedgers(harness, 3);
      await opened(harness, ledgers[0], { stock: 10 });
      const decisions = await Promise.all(
        Array.from({ length: 120 }, (_, place) =>
          decided(harness, ledgers[place % 3] ?? ledgers[0], [
            requested(place, { userId: 1 + (place % 40) }),
          ]),
        ),
      );
      const winners = decisions.flat().filter(({ outcome }) => outcome === 'SUCCESS');
      assert.equal(winners.length, 10);
      assert.equal(new Set(winners.map(({ userId }) => userId)).size, 10);
      const holders = await ledgers[0].holders(1);
      assert.deepEqual(
        holders.map(({ issueNumber }) => issueNumber),
        Array.from({ length: 10 }, (_, index) => index + 1),
      );
    },
  },
  {
    name: 'one request id that is used concurrently for two coupons is decided once',
    async run(harness) {
      const ledgers = await openLedgers(harness, 2);
      for (const couponId of [1, 2]) await opened(harness, ledgers[0], { couponId, stock: 10 });
      for (let round = 0; round < 10; round += 1) {
        const requestId = `contested-${round}`;
        const both = await Promise.all(
          [1, 2].map((couponId) =>
            decided(harness, ledgers[couponId - 1] ?? ledgers[0], [
              requested(2 * round + couponId, { requestId, couponId, userId: 1 + round }),
            ]),
          ),
        );
        assert.deepEqual(both[0], both[1]);
      }
      const issued = await Promise.all([1, 2].map((couponId) => ledgers[0].holders(couponId)));
      assert.equal(issued.flat().length, 10);
    },
  },
  {
    name: 'whatever the interleaving, redelivery, crash and batch split, outcomes equal those of sequential processing',
    timeoutMs: 120_000,
    async run(harness) {
      const ledgers = await openLedgers(harness, 3);
      let couponId = 0;
      await fc.assert(
        fc.asyncProperty(rushPlans, async ({ terms, messages, workers }) => {
          couponId += 1;
          const { stock, blockedUsers } = terms;
          await opened(harness, ledgers[0], { couponId, stock, rules: { blockedUsers } });
          const queue = queueOf(couponId, messages);
          await runRush(harness, ledgers, queue, workers);
          await assertAsSequential(ledgers[0], couponId, terms, queue);
        }),
        { numRuns: runCount(30) },
      );
    },
  },
];

type Ledgers = readonly [CouponLedger, ...CouponLedger[]];

async function openLedgers(harness: ShopStoreHarness, count: number): Promise<Ledgers> {
  const first = await harness.open([]);
  const ledgers: [CouponLedger, ...CouponLedger[]] = [first.coupons];
  while (ledgers.length < count) ledgers.push((await harness.open([])).coupons);
  return ledgers;
}

async function assertAsSequential(
  ledger: CouponLedger,
  couponId: number,
  terms: CouponTerms,
  queue: readonly QueuedItem[],
): Promise<void> {
  const clerk = new SequentialCoupon(terms);
  for (const item of queue) clerk.take(item);
  const outcomes = await ledger.outcomes([...clerk.outcomes.keys()]);
  assert.deepEqual(
    new Map([...outcomes].map(([requestId, { outcome }]) => [requestId, outcome])),
    clerk.outcomes,
  );
  const holders = await ledger.holders(couponId, { limit: 1_000 });
  assert.deepEqual(
    holders.map(({ userId }) => userId),
    clerk.holders,
    'the holders of the coupon, in the order of the queue',
  );
  const status = await ledger.status(couponId);
  assert.equal(status?.state.issued, clerk.holders.length);
}
