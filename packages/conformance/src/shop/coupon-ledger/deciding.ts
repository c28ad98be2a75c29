import assert from 'node:assert/strict';
import type { EventEnvelope } from '@foldmart/core';
import { shopProjections, userCreated } from '@foldmart/core/shop';
import type { ShopStoreHarness } from '../shop-harness.js';
import type { ConformanceCase } from '../../suite.js';
import { decided, manage, opened, outcomesOf, requested, unreadable } from './coupon-scene.js';

export const decidingCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'coupons go to the first users who ask, one per user, and never more than the stock',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 2 });
      const items = [8, 5, 8, 3].map((userId, place) => requested(place, { userId }));
      assert.deepEqual(await outcomesOf(harness, coupons, items), [
        'SUCCESS',
        'SUCCESS',
        'DUPLICATE_REQUEST',
        'OUT_OF_STOCK',
      ]);
      assert.deepEqual(await coupons.holders(1), [
        { userId: 8, requestId: 'request-0', issueNumber: 1 },
        { userId: 5, requestId: 'request-1', issueNumber: 2 },
      ]);
      assert.deepEqual(await coupons.holders(1, { after: 1, limit: 5 }), [
        { userId: 5, requestId: 'request-1', issueNumber: 2 },
      ]);
    },
  },
  {
    name: 'a request is rejected for the first reason that applies',
    async run(harness) {
      const { coupons } = await harness.open([]);
      const rules = { blockedUsers: [2, 3] };
      await opened(harness, coupons, { couponId: 1, stock: 1, rules });
      await opened(harness, coupons, { couponId: 2, opensAtMs: 8_000_000_000_000_000 });
      await opened(harness, coupons, { couponId: 3, opensAtMs: 1, closesAtMs: 2 });
      const items = [
        requested(0, { userId: 1 }),
        requested(1, { userId: 1 }),
        requested(2, { userId: 2 }),
        requested(3, { userId: 4 }),
        requested(4, { userId: 1, couponId: 2 }),
        requested(5, { userId: 1, couponId: 3 }),
        requested(6, { userId: 1, couponId: 4 }),
      ];
      const decisions = await decided(harness, coupons, items);
      assert.deepEqual(
        decisions.map(({ outcome, reason }) => [outcome, reason]),
        [
          ['SUCCESS', null],
          ['DUPLICATE_REQUEST', 'the user holds the coupon already'],
          ['BUSINESS_ERROR', 'the campaign has blocked the user'],
          ['OUT_OF_STOCK', 'nothing is left'],
          ['VALIDATION_FAILED', 'the campaign is not open yet'],
          ['VALIDATION_FAILED', 'the campaign is closed'],
          ['VALIDATION_FAILED', 'there is no such coupon'],
        ],
      );
    },
  },
  {
    name: 'a request keeps its decision, within a batch and in later ones, whatever changes afterwards',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 1 });
      const first = [
        requested(0, { userId: 1 }),
        requested(0, { userId: 1 }),
        requested(1, { userId: 2 }),
        requested(1, { userId: 2 }),
      ];
      const decisions = await decided(harness, coupons, first);
      assert.deepEqual(
        decisions.map(({ outcome }) => outcome),
        ['SUCCESS', 'SUCCESS', 'OUT_OF_STOCK', 'OUT_OF_STOCK'],
      );
      await manage(harness, coupons, {
        type: 'refill-campaign',
        couponId: 1,
        refillId: 'more',
        quantity: 5,
      });
      const again = [requested(1, { userId: 2 }), requested(0, { userId: 1 })];
      assert.deepEqual(await decided(harness, coupons, again), [decisions[2], decisions[0]]);
      assert.equal((await coupons.status(1))?.state.issued, 1);
    },
  },
  {
    name: 'a decision can be read by the id of its request, with all its fields',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      await opened(harness, one.coupons);
      const decisions = await decided(harness, one.coupons, [
        requested(0, { userId: 1 }),
        requested(1, { userId: 1 }),
        unreadable(2, 'broken'),
      ]);
      const found = await other.coupons.outcomes(['request-1', 'absent', 'broken', 'request-0']);
      assert.deepEqual(
        [found.get('request-0'), found.get('request-1'), found.get('broken')],
        decisions,
      );
      assert.equal(found.size, 3);
      assert.equal((await other.coupons.outcomes([])).size, 0);
    },
  },
  {
    name: 'an unreadable message is parked with its bytes, and rejected if it names a request',
    async run(harness) {
      const { coupons, deadLetters } = await harness.open([]);
      await opened(harness, coupons);
      const items = [unreadable(0, 'broken'), unreadable(1, undefined, 0), requested(2)];
      for (let delivery = 1; delivery <= 2; delivery += 1) {
        const decisions = await decided(harness, coupons, items);
        assert.deepEqual(
          decisions.map(({ requestId, outcome, userId }) => [requestId, outcome, userId]),
          [
            ['broken', 'VALIDATION_FAILED', null],
            ['request-2', 'SUCCESS', 16],
          ],
        );
      }
      const letters = await deadLetters.list();
      assert.deepEqual(
        letters.map(({ reason, eventId, source }) => [reason, eventId, source]).sort(),
        [
          ['invalid', 'broken', items[0]?.source],
          ['invalid', undefined, items[1]?.source],
        ].sort(),
      );
    },
  },
  {
    name: 'a request with the id of another one is parked as a conflict, and the first is kept',
    async run(harness) {
      const { coupons, deadLetters } = await harness.open([]);
      await opened(harness, coupons, { couponId: 1 });
      await opened(harness, coupons, { couponId: 2 });
      const [first] = await decided(harness, coupons, [requested(0, { requestId: 'a' })]);
      const others = [
        requested(1, { requestId: 'a', userId: 17 }),
        requested(2, { requestId: 'a', couponId: 2 }),
      ];
      assert.deepEqual(await decided(harness, coupons, others), [first, first]);
      const letters = await deadLetters.list({ reason: 'conflict' });
      assert.deepEqual(
        letters.map(({ eventId, source }) => [eventId, source.offset]),
        [
          ['a', '1'],
          ['a', '2'],
        ],
      );
      assert.equal((await coupons.status(2))?.state.issued, 0);
    },
  },
  {
    name: 'a campaign for a minimum grade reads the grade from the shop',
    async run(harness) {
      const { coupons, events } = await harness.open(shopProjections());
      const grades = { u_1: 'SILVER', u_2: 'GOLD', u_3: 'VIP', u_4: 'PLATINUM' };
      await events.ingest({
        items: Object.entries(grades).map(([userId, grade]) => {
          const event = registered(userId, grade);
          return { streamId: `user-${userId}`, startsStream: true, event };
        }),
      });
      await opened(harness, coupons, { rules: { minimumGrade: 'GOLD' } });
      const items = [1, 2, 3, 4, 5].map((userId) => requested(userId, { userId }));
      assert.deepEqual(await outcomesOf(harness, coupons, items), [
        'BUSINESS_ERROR',
        'SUCCESS',
        'SUCCESS',
        'BUSINESS_ERROR',
        'BUSINESS_ERROR',
      ]);
    },
  },
  {
    name: 'without the projections of the shop, no user has a grade',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { rules: { minimumGrade: 'BRONZE' } });
      assert.deepEqual(await outcomesOf(harness, coupons, [requested(0)]), ['BUSINESS_ERROR']);
    },
  },
];

function registered(userId: string, grade: string): EventEnvelope {
  return {
    id: `user_created:${userId}`,
    type: userCreated.type,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'seed',
    data: {
      user_id: userId,
      name: '홍길동',
      email: `${userId}@example.com`,
      phone: '010-1234-5678',
      gender: 'M',
      age: 25,
      age_group: '20대',
      region: '서울시',
      grade,
      created_at: '2026-02-03T14:30:00',
    },
  };
}
