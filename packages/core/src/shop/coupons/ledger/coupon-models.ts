import type { EventEnvelope } from '../../../events/envelope.js';
import type { DerivedModels, RowStep } from '../../../projections/derived-models.js';
import type { Row } from '../../../projections/read-model.js';
import {
  couponCampaignClosed,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponCampaignReset,
  couponIssued,
  couponsIssued,
  couponRequestsRefused,
  type CouponEnvelope,
  type CouponEvent,
} from '../coupon-events.js';
import { couponIssuesModel, couponOutcomesModel, couponsModel } from './coupon-read-models.js';
import { toCampaignRow, toCouponState, toIssueRow, toOutcomeRow } from './coupon-rows.js';
import { evolveCoupon } from '../coupon-state.js';
import { decisionsIn, issuesIn } from '../decisions/decision-events.js';

/**
 * The rows that the events of coupons lead to in the ledger's tables, for verification. The ledger writes the rows
 * itself, in the transaction of each settlement. A projection could not: the effect of an event depends on the
 * campaign's row, every event of a rush changes that one row, and the next decision reads it under the coupon's
 * lock.
 */
export const couponModels: DerivedModels = {
  models: [couponsModel, couponIssuesModel, couponOutcomesModel],
  handles: [
    couponCampaignOpened.type,
    couponCampaignRefilled.type,
    couponCampaignClosed.type,
    couponCampaignReset.type,
    couponIssued.type,
    couponsIssued.type,
    couponRequestsRefused.type,
  ],
  steps: (event) => {
    const said = asCouponEvent(event);
    return [campaignStep(said), ...issueSteps(said), ...decisionsIn(said).map(outcomeStep)];
  },
};

/** Only called for the types in {@link couponModels}`.handles`. */
function asCouponEvent(event: EventEnvelope): CouponEvent {
  return event as CouponEnvelope;
}

function campaignStep(event: CouponEvent): RowStep {
  return {
    model: couponsModel.name,
    key: { coupon_id: event.data.coupon_id },
    next(row) {
      const state = evolveCoupon(row && toCouponState(row), event);
      return state && toCampaignRow(state);
    },
  };
}

function issueSteps(event: CouponEvent): readonly RowStep[] {
  if (event.type === 'coupon_campaign_reset') {
    const { coupon_id, released_users } = event.data;
    return released_users.map((user_id) => gone(couponIssuesModel.name, { coupon_id, user_id }));
  }
  return issuesIn(event).map((issue) => {
    const key = { coupon_id: issue.couponId, user_id: issue.userId };
    return firstStays(couponIssuesModel.name, key, toIssueRow(issue));
  });
}

function outcomeStep(decision: Parameters<typeof toOutcomeRow>[0]): RowStep {
  const row = toOutcomeRow(decision);
  return firstStays(couponOutcomesModel.name, { request_id: decision.requestId }, row);
}

/** A row that does not exist any more. */
function gone(model: string, key: Row): RowStep {
  return { model, key, next: () => 'deleted' };
}

/** A row that never changes after it was written. */
function firstStays(model: string, key: Row, made: Row): RowStep {
  return { model, key, next: (row) => (row === undefined ? made : undefined) };
}
