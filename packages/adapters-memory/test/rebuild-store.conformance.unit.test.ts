import { realClock, rebuildStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(rebuildStoreSuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
