import type { ConformanceSuite } from '../../suite.js';
import type { ShopStoreHarness } from '../shop-harness.js';
import { pageCases } from './pages.js';
import { sumCases } from './sums.js';

/** The contract of CustomerSpending, with the projection that it reads. */
export const customerSpendingSuite: ConformanceSuite<ShopStoreHarness> = {
  port: 'customer-spending',
  cases: [...sumCases, ...pageCases],
};
