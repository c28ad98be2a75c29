import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const parkingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a new store holds no letters',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      assert.deepEqual(await deadLetters.list(), []);
    },
  },
];
