import type { TableNamer } from '../database-tables.js';

/** The coupon ledger's tables, qualified and quoted. */
export interface CouponTables {
  readonly coupons: string;
  readonly couponIssues: string;
  readonly couponOutcomes: string;
}

/** The names of the coupon ledger's tables. */
export function couponTables(tableName: TableNamer): CouponTables {
  return {
    coupons: tableName('coupons'),
    couponIssues: tableName('coupon_issues'),
    couponOutcomes: tableName('coupon_outcomes'),
  };
}
