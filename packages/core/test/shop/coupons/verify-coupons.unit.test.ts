import { describe, expect, it } from 'vitest';
import {
  createEventRegistry,
  defineEvent,
  upcastDerivedModels,
  type DerivedModels,
  type EventEnvelope,
  type Projection,
} from '@foldmart/core';
import { couponIssuesModel, couponModels } from '@foldmart/core/shop';
import { z } from 'zod';
import {
  CouponCounter,
  issued,
  opened,
  queued,
  refilled,
  refused,
} from '../../support/coupon-counter.js';

/** A counter with a campaign of two coupons that three users have asked for. */
async function afterRush(projections: readonly Projection[] = []): Promise<CouponCounter> {
  const counter = new CouponCounter(projections);
  await counter.manage({ type: 'open-campaign', couponId: 1, stock: 2 });
  await counter.decide(
    [1, 2, 3].map((userId) => queued({ requestId: `request-${String(userId)}`, userId })),
  );
  return counter;
}

const success = { VALIDATION_FAILED: 0, DUPLICATE_REQUEST: 0, BUSINESS_ERROR: 0, SYSTEM_ERROR: 0 };

describe('the differences of the coupon ledger', () => {
  it('are none if all rows match', async () => {
    const found = await (await afterRush()).verify();
    expect(found).toMatchObject({ events: 3, differences: [] });
    expect(found.models).toStrictEqual([
      { name: 'coupon_issues', rows: 2, differences: 0 },
      { name: 'coupon_outcomes', rows: 3, differences: 0 },
      { name: 'coupons', rows: 1, differences: 0 },
    ]);
  });

  it('show a campaign that was changed by hand', async () => {
    const counter = await afterRush();
    const before = await counter.verify();
    counter.changeRows([refilled(5)]);
    const { differences, stateHash } = await counter.verify();
    expect(differences).toStrictEqual([
      {
        model: 'coupons',
        key: { coupon_id: 1 },
        kind: 'different',
        columns: {
          stock: { expected: 2, actual: 7 },
          refill_ids: { expected: [], actual: ['by hand'] },
        },
      },
    ]);
    expect(stateHash).toBe(before.stateHash);
  });

  it('show a holder and an outcome that were changed by hand', async () => {
    const counter = await afterRush();
    counter.changeRows([issued('request-3', { userId: 2, issueNumber: 9 })]);
    const { differences } = await counter.verify();
    expect(differences).toMatchObject([
      {
        model: 'coupon_issues',
        key: { coupon_id: 1, user_id: 2 },
        kind: 'different',
        columns: {
          issue_number: { expected: 2, actual: 9 },
          request_id: { expected: 'request-2', actual: 'request-3' },
          issued_at_ms: { actual: 2 },
        },
      },
      {
        model: 'coupon_outcomes',
        key: { request_id: 'request-3' },
        kind: 'different',
        columns: { outcome: { expected: 'OUT_OF_STOCK', actual: 'SUCCESS' } },
      },
      {
        model: 'coupons',
        key: { coupon_id: 1 },
        kind: 'different',
        columns: {
          issued: { expected: 2, actual: 3 },
          outcomes: {
            expected: { ...success, OUT_OF_STOCK: 1, SUCCESS: 2 },
            actual: { ...success, OUT_OF_STOCK: 1, SUCCESS: 3 },
          },
        },
      },
    ]);
    expect(differences).toHaveLength(3);
  });

  it('show rows that no event yields', async () => {
    const counter = await afterRush();
    counter.changeRows([opened(2), issued('more', strangers)], 2);
    expect((await counter.verify()).differences).toStrictEqual([
      { model: 'coupon_issues', key: { coupon_id: 2, user_id: 4 }, kind: 'unexpected' },
      { model: 'coupon_outcomes', key: { request_id: 'more' }, kind: 'unexpected' },
      { model: 'coupons', key: { coupon_id: 2 }, kind: 'unexpected' },
    ]);
  });

  it('show missing rows', async () => {
    const counter = await afterRush();
    await counter.changeLog([opened(2), issued('more', strangers), refused(1, 1)], 2);
    const found = await counter.verify();
    expect(found.differences).toMatchObject([
      { model: 'coupon_issues', key: { coupon_id: 2, user_id: 4 }, kind: 'missing' },
      { model: 'coupon_outcomes', key: { request_id: 'more' }, kind: 'missing' },
      { model: 'coupon_outcomes', key: { request_id: 'request-1-0' }, kind: 'missing' },
      { model: 'coupons', key: { coupon_id: 1 }, kind: 'different' },
      { model: 'coupons', key: { coupon_id: 2 }, kind: 'missing' },
    ]);
    expect(found.models.map(({ differences }) => differences)).toStrictEqual([1, 2, 2]);
  });

  it('are those at the end of the log, even if a projection lags', async () => {
    const lagging: Projection = {
      name: 'issues a day',
      version: 1,
      mode: 'async',
      models: [{ name: 'issues_a_day', key: ['day'], columns: { day: 'text' } }],
      handles: couponModels.handles,
      project: () => [],
    };
    const { stateHash } = await (await afterRush()).verify();
    const counter = await afterRush([lagging]);
    const found = await counter.verify();
    expect(found).toMatchObject({ differences: [], stateHash });
    expect(found.lagging).toStrictEqual([{ name: 'issues a day', behind: 3 }]);
  });

  it('do not come from events that no ledger would have written', async () => {
    const counter = await afterRush();
    const { stateHash } = await counter.verify();
    await counter.changeLog([refilled('many'), { ...opened(3), data: {} }, torn]);
    expect(await counter.verify()).toMatchObject({ events: 6, differences: [], stateHash });
  });
});

const strangers = { couponId: 2, userId: 4, issueNumber: 1 };
const torn: EventEnvelope = { ...refused(2, 1), data: { coupon_id: 1, refusals: null } };

describe('derived models', () => {
  it('receive events in the current version', () => {
    const registry = createEventRegistry([
      defineEvent({
        type: 'coupon_issued',
        version: 2,
        schema: z.looseObject({ holder: z.number() }),
        upcasters: { 1: ({ user_id, ...data }) => ({ ...data, holder: user_id }) },
        topic: 'coupon-events',
        partitionKey: () => 'coupon-1',
        streamId: () => 'coupon-1',
        startsStream: false,
        identity: () => 'one',
      }),
    ]);
    const shown: EventEnvelope[] = [];
    const watching: DerivedModels = {
      models: [couponIssuesModel],
      handles: couponModels.handles,
      steps: (event) => {
        shown.push(event);
        return [];
      },
    };
    upcastDerivedModels(registry, watching).steps(issued('one', strangers));
    expect(shown).toMatchObject([{ schemaVersion: 2, data: { holder: 4, request_id: 'one' } }]);
  });
});
