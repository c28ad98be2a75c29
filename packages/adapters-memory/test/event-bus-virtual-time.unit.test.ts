import { eventBusSuite, type EventBusHarness } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { VirtualClock } from '@foldmart/core/testing';
import { memoryBusHarness } from './support/bus-harness.js';

const clocks = new WeakMap<EventBusHarness, VirtualClock>();

/** Runs the suite of the bus on a virtual clock as well. */
bindSuite<EventBusHarness>(
  {
    ...eventBusSuite,
    cases: eventBusSuite.cases.map((each) => ({
      ...each,
      run: (harness) => {
        const clock = clocks.get(harness);
        return clock === undefined ? each.run(harness) : clock.drive(each.run(harness));
      },
    })),
  },
  {
    adapter: 'memory-virtual-time',
    harness: async () => {
      const clock = new VirtualClock();
      const harness = await memoryBusHarness(clock);
      const driven = { ...harness, dispose: () => clock.drive(harness.dispose()) };
      clocks.set(driven, clock);
      return driven;
    },
  },
);
