import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '@foldmart/composition';
import type { Verification } from '@foldmart/core';
import type { CouponRequest } from '@foldmart/core/shop';
import { requestsOf, RushScene, type RushProcess } from './rush-scene.js';
import { allDecided, countsOf } from './rush-verdict.js';

const tables = ['coupons', 'coupon_issues', 'coupon_outcomes'];
const blocked = 3;
const earliest = '(SELECT request_id FROM coupon_outcomes ORDER BY request_id LIMIT 1)';

describe('verifying a coupon rush on Postgres', () => {
  const scene = new RushScene('memory');
  let first: RushProcess;
  let well: Verification;

  beforeAll(async () => {
    first = await scene.open();
    await rush(scene, first);
    well = await verify(first.system);
    for (const table of tables) await scene.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  });

  afterEach(async () => {
    for (const table of tables) {
      await scene.query(`DELETE FROM ${table}; INSERT INTO ${table} TABLE kept_${table}`);
    }
  });

  afterAll(() => scene.dispose());

  it('finds no difference after refills, refusals, duplicates and a close', async () => {
    expect(await countsOf(first.ledger)).toEqual({
      SUCCESS: 50,
      DUPLICATE_REQUEST: 120,
      OUT_OF_STOCK: 66,
      BUSINESS_ERROR: 4,
      VALIDATION_FAILED: 20,
      SYSTEM_ERROR: 0,
    });
    expect(well).toMatchObject({ differences: [], differenceCount: 0 });
    expect(well.models).toEqual(
      expect.arrayContaining([
        { name: 'coupons', rows: 2, differences: 0 },
        { name: 'coupon_issues', rows: 60, differences: 0 },
        { name: 'coupon_outcomes', rows: 283, differences: 0 },
      ]),
    );
  });

  it.each<[string, string, object]>([
    [
      'a count that was changed',
      'UPDATE coupons SET issued = issued - 1 WHERE coupon_id = 1',
      {
        model: 'coupons',
        key: { coupon_id: 1 },
        kind: 'different',
        columns: { issued: { expected: 50, actual: 49 } },
      },
    ],
    [
      'a rule that was changed',
      `UPDATE coupons SET rules = '{"blockedUsers":[],"minimumGrade":null}' WHERE coupon_id = 1`,
      {
        model: 'coupons',
        kind: 'different',
        columns: { rules: { expected: { blockedUsers: [blocked], minimumGrade: null } } },
      },
    ],
    [
      'a campaign that was removed',
      'DELETE FROM coupons WHERE coupon_id = 2',
      { model: 'coupons', key: { coupon_id: 2 }, kind: 'missing' },
    ],
    [
      'a campaign that was added',
      `INSERT INTO coupons
       SELECT 9, initial_stock, stock, issued, opens_at_ms, closes_at_ms, is_closed, rules, refill_ids, outcomes
       FROM coupons WHERE coupon_id = 1`,
      { model: 'coupons', key: { coupon_id: 9 }, kind: 'unexpected' },
    ],
    [
      'a holder that was changed',
      `UPDATE coupon_issues SET request_id = 'another' WHERE coupon_id = 1 AND issue_number = 1`,
      {
        model: 'coupon_issues',
        key: { coupon_id: 1, user_id: 1 },
        kind: 'different',
        columns: { request_id: { actual: 'another' } },
      },
    ],
    [
      'a holder that was removed',
      'DELETE FROM coupon_issues WHERE coupon_id = 1 AND user_id = 1',
      { model: 'coupon_issues', key: { coupon_id: 1, user_id: 1 }, kind: 'missing' },
    ],
    [
      'a holder that was added',
      "INSERT INTO coupon_issues VALUES (2, 999, 999, 'a friend', 0)",
      { model: 'coupon_issues', key: { coupon_id: 2, user_id: 999 }, kind: 'unexpected' },
    ],
    [
      'an outcome that was changed',
      `UPDATE coupon_outcomes SET decided_at_ms = 0 WHERE request_id = ${earliest}`,
      {
        model: 'coupon_outcomes',
        kind: 'different',
        columns: { decided_at_ms: { actual: 0 } },
      },
    ],
    [
      'an outcome that was removed',
      `DELETE FROM coupon_outcomes WHERE request_id = ${earliest}`,
      { model: 'coupon_outcomes', kind: 'missing' },
    ],
    [
      'an outcome that was added',
      "INSERT INTO coupon_outcomes VALUES ('nobody', 1, 1, 'SUCCESS', NULL, 1, 0, 0)",
      { model: 'coupon_outcomes', key: { request_id: 'nobody' }, kind: 'unexpected' },
    ],
  ])('tells of %s', async (_what, byHand, difference) => {
    await scene.query(byHand);
    const ill = await verify(first.system);
    expect(ill.differences).toMatchObject([difference]);
    expect(ill).toMatchObject({ differenceCount: 1, stateHash: well.stateHash });
  });
});

/** Requests for an open campaign, a refilled one, one that is closed, and one that there is not; some come twice. */
async function rush(scene: RushScene, process: RushProcess): Promise<void> {
  const { manage } = process;
  await manage({
    type: 'open-campaign',
    couponId: 1,
    stock: 40,
    rules: { blockedUsers: [blocked] },
  });
  await manage({ type: 'open-campaign', couponId: 2, stock: 10 });
  for (const maxRequests of [30, 7]) await scene.startWorker(process, { maxRequests });
  const early = requestsOf(60, 3);
  await ask(process, early);
  await ask(process, early.slice(50, 100));
  for (const refillId of ['more', 'more']) {
    await manage({ type: 'refill-campaign', couponId: 1, refillId, quantity: 10 });
  }
  await ask(process, [...requestsOf(20, 1, 2), ...requestsOf(60, 1)]);
  await manage({ type: 'close-campaign', couponId: 1 });
  await ask(process, [...requestsOf(20, 1), ...requestsOf(3, 1, 5)]);
}

async function ask({ queue, ledger }: RushProcess, requests: readonly CouponRequest[]) {
  await queue.add(requests);
  await allDecided(
    ledger,
    requests.map(({ requestId }) => requestId),
  );
}
