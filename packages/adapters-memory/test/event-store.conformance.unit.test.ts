import { eventStoreSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(eventStoreSuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
