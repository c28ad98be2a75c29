import { realClock, snapshotStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(snapshotStoreSuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
