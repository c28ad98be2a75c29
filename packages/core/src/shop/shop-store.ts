import type { StoreModule } from '../ports/store-module.js';
import { couponModels } from './coupons/ledger/coupon-models.js';
import type { CouponLedger } from './ports/coupon-ledger.js';
import type { CustomerSpending } from './ports/customer-spending.js';

/** What the shop's store module opens. */
export interface ShopPorts {
  readonly coupons: CouponLedger;
  readonly spending: CustomerSpending;
}

/** The shop's store module, as far as it is the same for every store; `database.module(shopStore)` gives its ports. */
export const shopStore: StoreModule<ShopPorts> = {
  name: 'shop',
  tables: couponModels.models.map(({ name }) => name),
};
