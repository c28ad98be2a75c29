import assert from 'node:assert/strict';
import type { StoredEvent } from '@foldmart/core';
import {
  decisionsIn,
  evolveCoupon,
  type CouponEnvelope,
  type CouponEvent,
  type CouponState,
  type RequestDecision,
  type Settlement,
} from '@foldmart/core/shop';
import { LogFollower } from '../../event-store/log-follower.js';
import type { ShopStoreHarness, ShopStoreInstance } from '../shop-harness.js';
import { portErrorOf, rejectionOf } from '../../rejections.js';
import type { ConformanceCase } from '../../suite.js';
import {
  decided,
  issuedTo,
  issuedTogether,
  manage,
  opened,
  outcomesOf,
  requested,
} from './coupon-scene.js';

export const recordingCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'the stream of a coupon holds every decision once, in order, and folds to the campaign',
    async run(harness) {
      const instance = await harness.open([]);
      const { coupons } = instance;
      await opened(harness, coupons, { stock: 3 });
      const items = Array.from({ length: 40 }, (_, place) =>
        requested(place, { userId: 1 + (place % 7) }),
      );
      await decided(harness, coupons, items.slice(0, 25));
      await decided(harness, coupons, items);
      await manage(harness, coupons, { type: 'close-campaign', couponId: 1 });
      const { events } = await instance.events.readStream('coupon-1');
      assert.deepEqual(
        events.map(({ streamVersion }) => streamVersion),
        events.map((_event, index) => index + 1),
      );
      const recorded = decisionsOf(events);
      const requestIds = items.map(({ request }) => request.requestId);
      assert.deepEqual(recorded.map(({ requestId }) => requestId).sort(), requestIds.sort());
      assert.deepEqual(
        new Map(recorded.map((decision) => [decision.requestId, decision])),
        await coupons.outcomes(requestIds),
      );
      assert.deepEqual(folded(events), (await coupons.status(1))?.state);
    },
  },
  {
    name: 'a follower of the log sees every decision once, whichever instance made it',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const [first] = instances;
      assert.ok(first);
      await opened(harness, first.coupons, { couponId: 1 });
      await opened(harness, first.coupons, { couponId: 2 });
      await Promise.all(
        Array.from({ length: 20 }, (_, place) =>
          decided(harness, instanceAt(instances, place).coupons, [
            requested(place, { userId: 1 + place, couponId: 1 + (place % 2) }),
          ]),
        ),
      );
      const seen = await new LogFollower(first.events).readUntil(harness.clock, 22);
      assert.equal(new Set(seen.map(({ id }) => id)).size, 22);
      for (const couponId of [1, 2]) {
        const own = seen.filter(({ streamId }) => streamId === `coupon-${couponId}`);
        assert.deepEqual(
          own.map(({ streamVersion }) => streamVersion),
          Array.from({ length: 11 }, (_, index) => index + 1),
        );
        assert.deepEqual(folded(own), (await first.coupons.status(couponId))?.state);
      }
    },
  },
  {
    name: 'a decision that gives a user a second coupon is not recorded, nor is the rest of its batch',
    async run(harness) {
      const instance = await harness.open([]);
      await opened(harness, instance.coupons);
      await decided(harness, instance.coupons, [requested(0, { userId: 1 })]);
      await assertRejected(instance, [issuedTo(2, 2, 'b'), issuedTo(1, 3, 'c')]);
      await assertRejected(instance, [issuedTo(3, 2, 'd'), issuedTo(3, 3, 'e')]);
      await assertRejected(instance, [issuedTogether([2, 2, 'b'], [1, 3, 'c'])]);
      await assertRejected(instance, [issuedTogether([3, 2, 'd'], [3, 3, 'e'])]);
      assert.equal((await instance.coupons.holders(1)).length, 1);
    },
  },
  {
    name: 'a decision that exceeds the stock is not recorded, nor is the rest of its batch',
    async run(harness) {
      const instance = await harness.open([]);
      await opened(harness, instance.coupons, { stock: 1 });
      await assertRejected(instance, [issuedTo(1, 1, 'a'), issuedTo(2, 2, 'b')]);
      await assertRejected(instance, [issuedTogether([1, 1, 'a'], [2, 2, 'b'])]);
      assert.equal((await instance.coupons.status(1))?.state.issued, 0);
    },
  },
  {
    name: 'the events of earlier versions, one for each success, lead to the same holders and outcomes',
    async run(harness) {
      const { coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 4 });
      await settled(coupons, [issuedTo(1, 1, 'a'), issuedTo(2, 2, 'b')]);
      await settled(coupons, [issuedTogether([3, 3, 'c'], [4, 4, 'd'])]);
      assert.deepEqual(
        await coupons.holders(1),
        ['a', 'b', 'c', 'd'].map((requestId, at) => {
          return { userId: at + 1, requestId, issueNumber: at + 1 };
        }),
      );
      const [old, shared] = [...(await coupons.outcomes(['a', 'c'])).values()];
      assert.deepEqual({ ...old, requestId: 'c', userId: 3, issueNumber: 3 }, shared);
      assert.equal((await coupons.status(1))?.state.issued, 4);
    },
  },
  {
    name: 'a second decision of a request is not recorded',
    async run(harness) {
      const { coupons, events } = await harness.open([]);
      await opened(harness, coupons);
      await decided(harness, coupons, [requested(0, { requestId: 'a' })]);
      await rejectionOf(settled(coupons, [issuedTo(2, 2, 'a')]), 'a second decision');
      assert.equal((await events.readStream('coupon-1')).version, 2);
      assert.equal((await coupons.holders(1)).length, 1);
    },
  },
  {
    name: 'the ledger continues after an event that another writer has appended to the stream',
    async run(harness) {
      const { coupons, events } = await harness.open([]);
      await opened(harness, coupons);
      await events.append([
        {
          streamId: 'coupon-1',
          expectedVersion: 1,
          events: [{ ...issuedTo(1, 1, 'x'), id: 'remark', type: 'remark', data: {} }],
        },
      ]);
      assert.deepEqual(await outcomesOf(harness, coupons, [requested(0)]), ['SUCCESS']);
      assert.equal((await events.readStream('coupon-1')).version, 3);
    },
  },
];

function instanceAt(instances: readonly ShopStoreInstance[], place: number): ShopStoreInstance {
  const instance = instances[place % instances.length];
  assert.ok(instance);
  return instance;
}

function folded(events: readonly StoredEvent[]): CouponState | undefined {
  return events.reduce<CouponState | undefined>(
    (state, event) => evolveCoupon(state, event as unknown as CouponEvent),
    undefined,
  );
}

function decisionsOf(events: readonly StoredEvent[]): readonly RequestDecision[] {
  return events.flatMap((event) => decisionsIn(event as unknown as CouponEvent));
}

function settled(
  coupons: ShopStoreInstance['coupons'],
  events: readonly CouponEnvelope[],
): Promise<Settlement> {
  const scope = { requestIds: [], userIds: [] };
  return coupons.settle(1, scope, () => ({ decisions: [], events, deadLetters: [] }));
}

async function assertRejected(
  { coupons, events }: ShopStoreInstance,
  wrong: readonly CouponEnvelope[],
): Promise<void> {
  const before = (await events.readStream('coupon-1')).version;
  await portErrorOf(settled(coupons, wrong), { reason: 'rejected' });
  assert.equal((await events.readStream('coupon-1')).version, before, 'nothing is recorded');
}
