import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const holdingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a free lock is taken',
    async run(harness) {
      const { locks } = await harness.open([]);
      assert.notEqual(await locks.tryAcquire(harness.uniqueName('lock')), undefined);
    },
  },
];
