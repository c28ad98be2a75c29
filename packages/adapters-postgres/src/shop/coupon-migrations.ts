import type { ModuleMigration } from '../modules/postgres-module.js';
import { couponTables } from './coupon-tables.js';

/**
 * Campaigns, who holds their coupons, and how requests ended. Times are in milliseconds since the epoch, as on the
 * wire. The tables may exist already: before modules, the library created them itself.
 */
const coupons: ModuleMigration = {
  version: 1,
  name: 'coupons',
  statements(tableName) {
    const { coupons: campaigns, couponIssues, couponOutcomes } = couponTables(tableName);
    return [
      `CREATE TABLE IF NOT EXISTS ${campaigns} (
        coupon_id bigint PRIMARY KEY,
        initial_stock integer NOT NULL,
        stock integer NOT NULL,
        issued integer NOT NULL,
        opens_at_ms bigint NOT NULL,
        closes_at_ms bigint,
        is_closed boolean NOT NULL,
        rules jsonb NOT NULL,
        refill_ids jsonb NOT NULL,
        outcomes jsonb NOT NULL,
        CONSTRAINT coupons_stock_check CHECK (issued BETWEEN 0 AND stock)
      )`,
      `CREATE TABLE IF NOT EXISTS ${couponIssues} (
        coupon_id bigint NOT NULL,
        user_id bigint NOT NULL,
        issue_number integer NOT NULL CHECK (issue_number > 0),
        request_id text COLLATE "C" NOT NULL,
        issued_at_ms bigint NOT NULL,
        CONSTRAINT coupon_issues_pkey PRIMARY KEY (coupon_id, user_id),
        CONSTRAINT coupon_issues_number_key UNIQUE (coupon_id, issue_number)
      )`,
      `CREATE TABLE IF NOT EXISTS ${couponOutcomes} (
        request_id text COLLATE "C" PRIMARY KEY,
        coupon_id bigint NOT NULL,
        user_id bigint,
        outcome text COLLATE "C" NOT NULL,
        reason text,
        issue_number integer,
        requested_at_ms bigint,
        decided_at_ms bigint NOT NULL
      )`,
    ];
  },
};

/** The steps of the shop's tables. */
export const couponMigrations: readonly ModuleMigration[] = [coupons];
