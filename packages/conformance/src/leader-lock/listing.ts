import assert from 'node:assert/strict';
import type { LeaderLockHarness } from '../harness.js';
import { assertInstant } from '../instants.js';
import type { ConformanceCase } from '../suite.js';
import { acquire } from './acquire.js';

export const listingCases: readonly ConformanceCase<LeaderLockHarness>[] = [
  {
    name: 'the token of a lock rises with every acquisition, by any process',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const name = harness.uniqueName('lock');
      let last = 0;
      for (const taker of [...instances, ...instances]) {
        const held = await acquire(taker, name);
        assert.ok(held.token > last, `${held.token} is above ${last}`);
        last = held.token;
        await held.release();
      }
    },
  },
  {
    name: 'a database whose locks nobody has acquired lists no lease',
    async run(harness) {
      const { locks } = await harness.open([]);
      assert.deepEqual(await locks.leases(), []);
    },
  },
  {
    name: 'every process sees the last lease of each lock, and whether it is valid',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      const [a, b] = [harness.uniqueName('lock-a'), harness.uniqueName('lock-b')];
      const released = await acquire(one, a);
      await released.release();
      const held = await acquire(other, b);
      const leases = await one.locks.leases();
      assert.deepEqual(
        leases.map(({ name, token, isValid }) => ({ name, token, isValid })),
        [
          { name: a, token: released.token, isValid: false },
          { name: b, token: held.token, isValid: true },
        ],
      );
      for (const { holder, renewedAt, expiresAt } of leases) {
        assert.notEqual(holder, '');
        assertInstant(renewedAt);
        assertInstant(expiresAt);
        assert.ok(renewedAt <= expiresAt, `${renewedAt} is not after ${expiresAt}`);
      }
    },
  },
];
