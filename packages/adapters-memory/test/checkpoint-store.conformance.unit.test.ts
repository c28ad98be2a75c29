import { checkpointStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';
import { realClock } from './support/real-clock.js';

bindSuite(checkpointStoreSuite, {
  adapter: 'memory',
  harness: () => memoryStoreHarness(realClock),
});
