import assert from 'node:assert/strict';
import type { AuditReader, AuditView, ReadModel, Row } from '@foldmart/core';
import {
  couponIssuesModel,
  couponModels,
  couponOutcomesModel,
  couponsModel,
} from '@foldmart/core/shop';
import { decided, manage, opened, requested, unreadable } from './coupon-ledger/coupon-scene.js';
import type { ShopStoreHarness } from './shop-harness.js';
import type { ConformanceCase } from '../suite.js';

const requestedAtMs = 1_770_129_005_000;

export const ledgerCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'an audit reads the campaigns of the ledger',
    async run(harness) {
      const { audit, coupons } = await harness.open([]);
      const rules = { blockedUsers: [9, 8], minimumGrade: 'GOLD' };
      const [opensAtMs, closesAtMs] = [8_000_000_000_000_000, 8_000_000_000_000_001];
      await opened(harness, coupons, { couponId: 10, stock: 5, opensAtMs, closesAtMs, rules });
      await opened(harness, coupons, { couponId: 9, stock: 0, opensAtMs: 1 });
      const refill = { type: 'refill-campaign', couponId: 9, quantity: 3 } as const;
      await manage(harness, coupons, { ...refill, refillId: 'a' });
      await manage(harness, coupons, { ...refill, refillId: 'b' });
      await decided(harness, coupons, [requested(0, { couponId: 9 }), unreadable(1, 'x', 9)]);
      await manage(harness, coupons, { type: 'close-campaign', couponId: 9 });
      await decided(harness, coupons, [requested(2, { couponId: 11 })]);
      const none = { DUPLICATE_REQUEST: 0, BUSINESS_ERROR: 0, OUT_OF_STOCK: 0, SYSTEM_ERROR: 0 };
      assert.deepEqual(await rowsOf(audit, couponsModel), [
        {
          coupon_id: 9,
          initial_stock: 0,
          stock: 6,
          issued: 1,
          opens_at_ms: 1,
          closes_at_ms: null,
          is_closed: true,
          rules: { blockedUsers: [], minimumGrade: null },
          refill_ids: ['a', 'b'],
          outcomes: { ...none, VALIDATION_FAILED: 1, SUCCESS: 1 },
        },
        {
          coupon_id: 10,
          initial_stock: 5,
          stock: 5,
          issued: 0,
          opens_at_ms: opensAtMs,
          closes_at_ms: closesAtMs,
          is_closed: false,
          rules,
          refill_ids: [],
          outcomes: { ...none, VALIDATION_FAILED: 0, SUCCESS: 0 },
        },
      ]);
    },
  },
  {
    name: 'an audit does not list the tables of the ledger',
    async run(harness) {
      const { audit } = await harness.open([]);
      assert.deepEqual(await audit.audit((view) => view.tables()), []);
    },
  },
  {
    name: 'an audit reads the holders of coupons and the outcomes of requests',
    async run(harness) {
      const { audit, coupons } = await harness.open([]);
      await opened(harness, coupons, { stock: 1 });
      const [issued, late, lost] = await decided(harness, coupons, [
        requested(1, { requestId: 'b', userId: 10 }),
        requested(2, { requestId: 'B', userId: 9 }),
        unreadable(3, 'a', 0),
      ]);
      const [decidedAtMs, outOfStockAtMs] = [issued?.decidedAtMs, late?.decidedAtMs];
      assert.deepEqual(await rowsOf(audit, couponIssuesModel), [
        {
          coupon_id: 1,
          user_id: 10,
          issue_number: 1,
          request_id: 'b',
          issued_at_ms: decidedAtMs,
        },
      ]);
      const nothing = { user_id: null, issue_number: null, requested_at_ms: null };
      assert.deepEqual(await rowsOf(audit, couponOutcomesModel), [
        {
          ...nothing,
          request_id: 'B',
          coupon_id: 1,
          user_id: 9,
          outcome: 'OUT_OF_STOCK',
          reason: 'nothing is left',
          requested_at_ms: requestedAtMs,
          decided_at_ms: outOfStockAtMs,
        },
        {
          ...nothing,
          request_id: 'a',
          coupon_id: 0,
          outcome: 'VALIDATION_FAILED',
          reason: lost?.reason,
          decided_at_ms: lost?.decidedAtMs,
        },
        {
          request_id: 'b',
          coupon_id: 1,
          user_id: 10,
          outcome: 'SUCCESS',
          reason: null,
          issue_number: 1,
          requested_at_ms: requestedAtMs,
          decided_at_ms: decidedAtMs,
        },
      ]);
    },
  },
  {
    name: 'an audit reads the rows of the ledger in pages of any size, in the order of their keys',
    async run(harness) {
      const { audit, coupons } = await harness.open([]);
      const places = Array.from({ length: 12 }, (_, place) => place);
      for (const couponId of [2, 10]) {
        await opened(harness, coupons, { couponId });
        await decided(
          harness,
          coupons,
          places.map((place) =>
            requested(place, { couponId, userId: 1 + place, requestId: `${couponId}-${place}` }),
          ),
        );
      }
      await audit.audit(async (view) => {
        for (const [model, size] of [
          [couponsModel, 2],
          [couponIssuesModel, 20],
          [couponOutcomesModel, 24],
        ] as const) {
          const whole = await view.scan(model, { limit: 100 });
          assert.equal(whole.length, size, model.name);
          for (const limit of [1, 3, size]) {
            assert.deepEqual(await pages(view, model, limit), whole, `pages of ${limit}`);
          }
        }
        const issues = await view.scan(couponIssuesModel, { limit: 100 });
        const keys = issues.map((row) => [row['coupon_id'], row['user_id']]);
        assert.deepEqual(
          keys,
          [2, 10].flatMap((couponId) => places.slice(0, 10).map((place) => [couponId, 1 + place])),
        );
      });
    },
  },
  {
    name: 'an audit sees the ledger at the same moment as everything else',
    async run(harness) {
      const { audit, coupons } = await harness.open([]);
      await opened(harness, coupons);
      await decided(harness, coupons, [requested(0, { userId: 1 })]);
      await audit.audit(async (view) => {
        assert.equal(await view.count(), 2);
        await decided(harness, coupons, [requested(1, { userId: 2 })]);
        await opened(harness, coupons, { couponId: 2 });
        assert.deepEqual(await sizes(view), [1, 1, 1]);
        assert.equal(await view.count(), 2);
        const [campaign] = await view.scan(couponsModel, { limit: 1 });
        assert.equal(campaign?.['issued'], 1);
      });
      assert.deepEqual(await audit.audit(sizes), [2, 2, 2]);
    },
  },
];

function rowsOf(audit: AuditReader, model: ReadModel): Promise<readonly Row[]> {
  return audit.audit((view) => view.scan(model, { limit: 100 }));
}

/** The number of rows in the tables of the ledger. */
function sizes(view: AuditView): Promise<readonly number[]> {
  return Promise.all(
    couponModels.models.map(async (model) => (await view.scan(model, { limit: 100 })).length),
  );
}

async function pages(view: AuditView, model: ReadModel, limit: number): Promise<readonly Row[]> {
  const seen: Row[] = [];
  for (;;) {
    const after = seen.at(-1);
    const page = await view.scan(model, after === undefined ? { limit } : { after, limit });
    if (page.length === 0) return seen;
    seen.push(...page);
  }
}
