import { shopStore, type ShopPorts } from '@foldmart/core/shop';
import type { MemoryModule } from '../modules/memory-module.js';
import { CouponRowTables } from './coupon-ledger/coupon-row-tables.js';
import { CouponTables } from './coupon-ledger/coupon-tables.js';
import { MemoryCouponLedger } from './coupon-ledger/memory-coupon-ledger.js';

/** The shop's coupon ledger in memory. */
export const memoryShop: MemoryModule<ShopPorts, CouponTables> = {
  ...shopStore,
  createState: () => new CouponTables(),
  freeze: (coupons) => new CouponRowTables(coupons.copy()),
  open: (context) => ({ coupons: new MemoryCouponLedger(context) }),
};
