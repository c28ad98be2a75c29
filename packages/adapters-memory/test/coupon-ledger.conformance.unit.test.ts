import { realClock } from '@foldmart/conformance';
import { couponLedgerSuite } from '@foldmart/conformance/shop';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryShopHarness } from './support/store-harness.js';

bindSuite(couponLedgerSuite, { adapter: 'memory', harness: () => memoryShopHarness(realClock) });
