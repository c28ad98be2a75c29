import type { EventEnvelope } from '../../../events/envelope.js';
import type { DerivedModels, RowStep } from '../../../projections/derived-models.js';
import type { Row } from '../../../projections/read-model.js';
import {
  couponCampaignClosed,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponIssued,
  couponRequestsRefused,
  type CouponEnvelope,
  type CouponEvent,
} from '../coupon-events.js';
import { couponIssuesModel, couponOutcomesModel, couponsModel } from './coupon-read-models.js';
import { toCampaignRow, toCouponState, toIssueRow, toOutcomeRow } from './coupon-rows.js';
import { evolveCoupon } from '../coupon-state.js';
import { decisionsIn } from '../decisions/decision-events.js';

/**
 * What the events of coupons make of the ledger's tables. No projection, though it is a fold: what an event does
 * to a campaign depends on the campaign (nothing before it was opened, stock and counts after), every event of a rush changes
 * that one row, and the next decision rests on it, under the coupon's lock. So the ledger writes the rows itself, in the
 * transaction of each settlement, and this says what they must be.
 */
export const couponModels: DerivedModels = {
  models: [couponsModel, couponIssuesModel, couponOutcomesModel],
  handles: [
    couponCampaignOpened.type,
    couponCampaignRefilled.type,
    couponCampaignClosed.type,
    couponIssued.type,
    couponRequestsRefused.type,
  ],
  steps: (event) => {
    const said = asCouponEvent(event);
    return [campaignStep(said), ...issueSteps(said), ...decisionsIn(said).map(outcomeStep)];
  },
};

/** Only types of {@link couponModels}`.handles` come here. */
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
  if (event.type !== 'coupon_issued') return [];
  const { coupon_id, user_id } = event.data;
  return [firstStays(couponIssuesModel.name, { coupon_id, user_id }, toIssueRow(event))];
}

function outcomeStep(decision: Parameters<typeof toOutcomeRow>[0]): RowStep {
  const row = toOutcomeRow(decision);
  return firstStays(couponOutcomesModel.name, { request_id: decision.requestId }, row);
}

/** A row that is written once and for all. */
function firstStays(model: string, key: Row, made: Row): RowStep {
  return { model, key, next: (row) => (row === undefined ? made : undefined) };
}
