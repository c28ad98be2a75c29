import { defineReadModel } from '../../../projections/define/define-read-model.js';

/** The current state of campaigns, by coupon. Times are in milliseconds since the epoch, as on the wire. */
export const couponsModel = defineReadModel({
  name: 'coupons',
  key: ['coupon_id'],
  columns: {
    coupon_id: 'integer',
    initial_stock: 'integer',
    stock: 'integer',
    issued: 'integer',
    opens_at_ms: 'integer',
    closes_at_ms: 'integer',
    is_closed: 'boolean',
    rules: 'json',
    refill_ids: 'json',
    outcomes: 'json',
  },
});

/** Who holds a coupon. */
export const couponIssuesModel = defineReadModel({
  name: 'coupon_issues',
  key: ['coupon_id', 'user_id'],
  columns: {
    coupon_id: 'integer',
    user_id: 'integer',
    issue_number: 'integer',
    request_id: 'text',
    issued_at_ms: 'integer',
  },
});

/** The outcomes of requests, including those for unknown coupons and for none (0). */
export const couponOutcomesModel = defineReadModel({
  name: 'coupon_outcomes',
  key: ['request_id'],
  columns: {
    request_id: 'text',
    coupon_id: 'integer',
    user_id: 'integer',
    outcome: 'text',
    reason: 'text',
    issue_number: 'integer',
    requested_at_ms: 'integer',
    decided_at_ms: 'integer',
  },
});
