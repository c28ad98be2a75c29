export { couponLedgerSuite } from './coupon-ledger/index.js';
export { customerSpendingSuite } from './customer-spending/index.js';
export { shopPayloadCodecSuite } from './payload-codec/index.js';
export type { ShopStoreHarness, ShopStoreInstance } from './shop-harness.js';
