import { projectionStoreSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(projectionStoreSuite, {
  adapter: 'memory',
  harness: () => memoryStoreHarness(realClock),
});
