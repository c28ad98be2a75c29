import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const checkpointCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a projection without a step has no checkpoint',
    async run(harness) {
      const projection = {
        name: 'tally',
        version: 1,
        mode: 'async',
        models: [],
        handles: [],
        project: () => [],
      } as const;
      const { projections } = await harness.open([projection]);
      assert.equal(await projections.checkpoint(projection), undefined);
    },
  },
];
