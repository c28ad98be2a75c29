import { eventBusSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryBusHarness } from './support/bus-harness.js';

bindSuite(eventBusSuite, {
  adapter: 'memory',
  harness: () => memoryBusHarness(realClock),
  concurrent: true,
});
