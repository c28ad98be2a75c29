export { couponLedgerSuite } from './coupon-ledger/index.js';
export type { ShopStoreHarness, ShopStoreInstance } from './shop-harness.js';
