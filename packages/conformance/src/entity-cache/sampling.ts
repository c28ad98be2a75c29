import assert from 'node:assert/strict';
import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const samplingCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'a kind that was never filled is empty',
    async run(harness) {
      const cache = await harness.open();
      assert.equal(await cache.size(harness.uniqueName('kind')), 0);
    },
  },
];
