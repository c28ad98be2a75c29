import assert from 'node:assert/strict';
import type { EventBusHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';

export const deliveryCases: readonly ConformanceCase<EventBusHarness>[] = [
  {
    name: 'an empty publish resolves',
    async run(harness) {
      const { bus } = await harness.open();
      await assert.doesNotReject(bus.publish(harness.uniqueName('nowhere'), []));
    },
  },
];
