import { eventBusSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryBusHarness } from './support/bus-harness.js';
import { realClock } from './support/real-clock.js';

bindSuite(eventBusSuite, {
  adapter: 'memory',
  harness: () => memoryBusHarness(realClock),
  concurrent: true,
});
