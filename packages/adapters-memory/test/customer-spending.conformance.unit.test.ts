import { realClock } from '@foldmart/conformance';
import { customerSpendingSuite } from '@foldmart/conformance/shop';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryShopHarness } from './support/store-harness.js';

bindSuite(customerSpendingSuite, {
  adapter: 'memory',
  harness: () => memoryShopHarness(realClock),
});
