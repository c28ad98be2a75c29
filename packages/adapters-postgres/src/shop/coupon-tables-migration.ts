import type { Migration } from '../migrations/migration.js';

/**
 * Campaigns as their events have left them, who holds their coupons, and how requests ended. Times are in
 * milliseconds since the epoch, as on the wire.
 */
export const coupons: Migration = {
  version: 4,
  name: 'coupons',
  statements: ({ coupons: campaigns, couponIssues, couponOutcomes }) => [
    `CREATE TABLE ${campaigns} (
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
    `CREATE TABLE ${couponIssues} (
      coupon_id bigint NOT NULL,
      user_id bigint NOT NULL,
      issue_number integer NOT NULL CHECK (issue_number > 0),
      request_id text COLLATE "C" NOT NULL,
      issued_at_ms bigint NOT NULL,
      CONSTRAINT coupon_issues_pkey PRIMARY KEY (coupon_id, user_id),
      CONSTRAINT coupon_issues_number_key UNIQUE (coupon_id, issue_number)
    )`,
    `CREATE TABLE ${couponOutcomes} (
      request_id text COLLATE "C" PRIMARY KEY,
      coupon_id bigint NOT NULL,
      user_id bigint,
      outcome text COLLATE "C" NOT NULL,
      reason text,
      issue_number integer,
      requested_at_ms bigint,
      decided_at_ms bigint NOT NULL
    )`,
  ],
};
