import type { Row } from '../../../projections/read-model.js';
import type { CouponRules, CouponState } from '../coupon-state.js';
import type { OutcomeCounts } from '../issue-outcome.js';
import type { IssueDecision } from '../decisions/decision-events.js';
import type { RequestDecision } from '../decisions/request-decision.js';

/** A campaign as a row of `coupons`. */
export function toCampaignRow(state: CouponState): Row {
  return {
    coupon_id: state.couponId,
    initial_stock: state.initialStock,
    stock: state.stock,
    issued: state.issued,
    opens_at_ms: state.opensAtMs,
    closes_at_ms: state.closesAtMs,
    is_closed: state.isClosed,
    rules: state.rules,
    refill_ids: state.refillIds,
    outcomes: state.outcomes,
  };
}

/** The campaign that a row of `coupons` in canonical form stands for. */
export function toCouponState(row: Row): CouponState {
  return {
    couponId: row['coupon_id'] as number,
    initialStock: row['initial_stock'] as number,
    stock: row['stock'] as number,
    issued: row['issued'] as number,
    opensAtMs: row['opens_at_ms'] as number,
    closesAtMs: row['closes_at_ms'] as number | null,
    isClosed: row['is_closed'] as boolean,
    rules: row['rules'] as CouponRules,
    refillIds: row['refill_ids'] as readonly string[],
    outcomes: row['outcomes'] as OutcomeCounts,
  };
}

/** A success as a row of `coupon_issues`. */
export function toIssueRow(issue: IssueDecision): Row {
  return {
    coupon_id: issue.couponId,
    user_id: issue.userId,
    issue_number: issue.issueNumber,
    request_id: issue.requestId,
    issued_at_ms: issue.decidedAtMs,
  };
}

/** A decision as a row of `coupon_outcomes`. */
export function toOutcomeRow(decision: RequestDecision): Row {
  return {
    request_id: decision.requestId,
    coupon_id: decision.couponId,
    user_id: decision.userId,
    outcome: decision.outcome,
    reason: decision.reason,
    issue_number: decision.issueNumber,
    requested_at_ms: decision.requestedAtMs,
    decided_at_ms: decision.decidedAtMs,
  };
}
