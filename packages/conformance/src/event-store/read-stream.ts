import assert from 'node:assert/strict';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const readStreamCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a stream that does not exist is empty, at version 0',
    async run(harness) {
      const { events } = await harness.open([]);
      const slice = await events.readStream('none');
      assert.deepEqual([slice.streamId, slice.version, slice.events], ['none', 0, []]);
    },
  },
];
