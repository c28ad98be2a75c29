import type { CouponLedger, CustomerSpending } from '@foldmart/core/shop';
import type { EventStoreHarness, StoreInstance } from '../harness.js';

/** One process's database, opened with the shop's module. */
export interface ShopStoreInstance extends StoreInstance {
  readonly coupons: CouponLedger;
  readonly spending: CustomerSpending;
}

/** Opens databases with the shop's module, as several processes would. */
export type ShopStoreHarness = EventStoreHarness<ShopStoreInstance>;
