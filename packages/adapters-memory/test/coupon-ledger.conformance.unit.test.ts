import { couponLedgerSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryStoreHarness } from './support/store-harness.js';

bindSuite(couponLedgerSuite, { adapter: 'memory', harness: () => memoryStoreHarness(realClock) });
