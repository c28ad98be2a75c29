import { leaderLockSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(leaderLockSuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
