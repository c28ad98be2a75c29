import { auditReaderSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(auditReaderSuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
