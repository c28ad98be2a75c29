import assert from 'node:assert/strict';
import { shopProjections } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const countCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'an empty shop counts nothing',
    async run(harness) {
      const { repository } = await harness.open(shopProjections());
      assert.deepEqual(await repository.counts(), { users: 0, products: 0, orders: 0 });
    },
  },
];
