import { envelopeOf } from '../../../events/to-envelope.js';
import {
  couponIssued,
  couponRequestsRefused,
  mostRefusals,
  type CouponEnvelope,
  type CouponEvent,
  type CouponRequestsRefused,
} from '../coupon-events.js';
import type { RequestDecision } from './request-decision.js';

/** The origin of the events of decisions. */
const origin = 'coupon-rush';

/**
 * The events of decisions about one coupon at one time: one for each success, in their order, and shared ones for
 * the refusals.
 */
export function toDecisionEvents(decisions: readonly RequestDecision[]): readonly CouponEnvelope[] {
  const refused = decisions.filter(({ outcome }) => outcome !== 'SUCCESS');
  const events = decisions.flatMap((decision) => issuedEvent(decision));
  for (let start = 0; start < refused.length; start += mostRefusals) {
    events.push(refusedEvent(refused.slice(start, start + mostRefusals)));
  }
  return events;
}

/** The decisions that an event records, in their order; none if it records something else. */
export function decisionsIn(event: CouponEvent): readonly RequestDecision[] {
  if (event.type === 'coupon_requests_refused') return event.data.refusals.map(readRefusal(event));
  if (event.type !== 'coupon_issued') return [];
  const { data } = event;
  return [
    {
      requestId: data.request_id,
      couponId: data.coupon_id,
      userId: data.user_id,
      outcome: 'SUCCESS',
      reason: null,
      issueNumber: data.issue_number,
      requestedAtMs: data.requested_at,
      decidedAtMs: data.decided_at,
    },
  ];
}

function issuedEvent(decision: RequestDecision): CouponEnvelope[] {
  const { requestId, couponId, userId, issueNumber, requestedAtMs, decidedAtMs } = decision;
  if (issueNumber === null) return [];
  const data = {
    request_id: requestId,
    coupon_id: couponId,
    user_id: userId,
    issue_number: issueNumber,
    requested_at: requestedAtMs,
    decided_at: decidedAtMs,
  };
  const envelope = envelopeOf(couponIssued, data, {
    id: `${couponIssued.type}:${requestId}`,
    time: new Date(decidedAtMs).toISOString(),
    origin,
    causationId: requestId,
  });
  return [envelope as CouponEnvelope];
}

function refusedEvent(refused: readonly RequestDecision[]): CouponEnvelope {
  const [first] = refused;
  if (first === undefined) throw new RangeError('An event of refusals needs one.');
  const data = {
    coupon_id: first.couponId,
    decided_at: first.decidedAtMs,
    refusals: refused.map(({ requestId, userId, outcome, reason, requestedAtMs }) => ({
      request_id: requestId,
      user_id: userId,
      outcome,
      reason,
      requested_at: requestedAtMs,
    })),
  };
  const envelope = envelopeOf(couponRequestsRefused, data, {
    id: `${couponRequestsRefused.type}:${first.requestId}`,
    time: new Date(first.decidedAtMs).toISOString(),
    origin,
  });
  return envelope as CouponEnvelope;
}

type Refusal = CouponRequestsRefused['data']['refusals'][number];

function readRefusal({ data }: CouponRequestsRefused): (refusal: Refusal) => RequestDecision {
  return ({ request_id: requestId, user_id: userId, outcome, reason, requested_at }) => ({
    requestId,
    couponId: data.coupon_id,
    userId,
    outcome,
    reason,
    issueNumber: null,
    requestedAtMs: requested_at,
    decidedAtMs: data.decided_at,
  });
}
