import { realClock, repositorySuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(repositorySuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
