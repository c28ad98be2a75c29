import { shopStore, type ShopPorts } from '@foldmart/core/shop';
import type { PostgresModule } from '../modules/postgres-module.js';
import { PostgresCouponLedger } from './coupon-ledger/postgres-coupon-ledger.js';
import { PostgresCustomerSpending } from './customer-spending/postgres-customer-spending.js';
import { couponMigrations } from './coupon-migrations.js';

/** The shop's coupon ledger and the spending of its customers on Postgres. */
export const postgresShop: PostgresModule<ShopPorts> = {
  ...shopStore,
  migrations: couponMigrations,
  open: (context) => ({
    coupons: new PostgresCouponLedger(context),
    spending: new PostgresCustomerSpending(context),
  }),
};
