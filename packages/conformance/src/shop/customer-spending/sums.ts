import assert from 'node:assert/strict';
import type { ConformanceCase } from '../../suite.js';
import type { ShopStoreHarness } from '../shop-harness.js';
import { buy, changeGrade, projections, register } from './spending-scene.js';

const february = { from: '2026-02-01', to: '2026-02-28', limit: 10 };

export const sumCases: readonly ConformanceCase<ShopStoreHarness>[] = [
  {
    name: 'every user has the exact sum of the orders of the period, and the current grade',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, { u_1: 'BRONZE', u_2: 'VIP', u_3: 'PLATINUM' });
      await buy(instance, [
        { userId: 'u_1', amount: 0.1, at: '2026-02-03T10:00:00' },
        { userId: 'u_1', amount: 0.2, at: '2026-02-03T11:00:00' },
        { userId: 'u_1', amount: 521_500, at: '2026-02-20T00:00:00' },
        { userId: 'u_3', amount: 999_999_999_999_999, at: '2026-02-04T00:00:00' },
        { userId: 'u_3', amount: 0.25, at: '2026-02-05T00:00:00' },
      ]);
      await changeGrade(instance, 'u_1', 'SILVER');
      assert.deepEqual(await instance.spending.page(february), [
        { userId: 'u_1', grade: 'SILVER', amount: '521500.3' },
        { userId: 'u_2', grade: 'VIP', amount: '0' },
        { userId: 'u_3', grade: 'PLATINUM', amount: '999999999999999.25' },
      ]);
    },
  },
  {
    name: 'the first and the last day of the period count, and the days around them do not',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, { u_1: 'BRONZE' });
      await buy(instance, [
        { userId: 'u_1', amount: 1, at: '2026-01-31T23:59:59.999' },
        { userId: 'u_1', amount: 10, at: '2026-02-01T00:00:00' },
        { userId: 'u_1', amount: 100, at: '2026-02-28T23:59:59' },
        { userId: 'u_1', amount: 1_000, at: '2026-03-01T00:00:00' },
        { userId: 'u_1', amount: 10_000, at: '2026-03-01T08:59:59+09:00' },
      ]);
      const [user] = await instance.spending.page(february);
      assert.equal(user?.amount, '10110');
    },
  },
  {
    name: 'orders that were cancelled or failed are not bought',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, { u_1: 'BRONZE' });
      const at = '2026-02-03T10:00:00';
      await buy(instance, [
        { userId: 'u_1', amount: 1, at, status: 'Cancelled' },
        { userId: 'u_1', amount: 10, at, status: 'Failed' },
        { userId: 'u_1', amount: 100, at },
      ]);
      const [user] = await instance.spending.page(february);
      assert.equal(user?.amount, '100');
    },
  },
  {
    name: 'an order counts once, however often it is delivered',
    async run(harness) {
      const instance = await harness.open(projections);
      await register(instance, { u_1: 'BRONZE' });
      const order = { userId: 'u_1', amount: 7, at: '2026-02-03T10:00:00' };
      for (let delivery = 1; delivery <= 3; delivery += 1) await buy(instance, [order]);
      const [user] = await instance.spending.page(february);
      assert.equal(user?.amount, '7');
    },
  },
  {
    name: 'orders of users who are not registered yet count from their registration on',
    async run(harness) {
      const instance = await harness.open(projections);
      await buy(instance, [{ userId: 'u_9', amount: 5, at: '2026-02-03T10:00:00' }]);
      assert.deepEqual(await instance.spending.page(february), []);
      await register(instance, { u_9: 'GOLD' });
      const expected = [{ userId: 'u_9', grade: 'GOLD', amount: '5' }];
      assert.deepEqual(await instance.spending.page(february), expected);
    },
  },
];
