import { shopStore, type ShopPorts } from '@foldmart/core/shop';
import type { MemoryModule } from '../modules/memory-module.js';
import { CouponRowTables } from './coupon-ledger/coupon-row-tables.js';
import { CouponTables } from './coupon-ledger/coupon-tables.js';
import { MemoryCouponLedger } from './coupon-ledger/memory-coupon-ledger.js';
import { MemoryCustomerSpending } from './customer-spending/memory-customer-spending.js';

/** The shop's coupon ledger and the spending of its customers in memory. */
export const memoryShop: MemoryModule<ShopPorts, CouponTables> = {
  ...shopStore,
  createState: () => new CouponTables(),
  freeze: (coupons) => new CouponRowTables(coupons.copy()),
  open: (context) => ({
    coupons: new MemoryCouponLedger(context),
    spending: new MemoryCustomerSpending(context.session),
  }),
};
