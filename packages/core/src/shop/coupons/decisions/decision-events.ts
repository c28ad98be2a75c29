import { envelopeOf } from '../../../events/to-envelope.js';
import {
  couponRequestsRefused,
  couponsIssued,
  mostIssues,
  mostRefusals,
  type CouponEnvelope,
  type CouponEvent,
  type CouponRequestsRefused,
  type CouponsIssued,
} from '../coupon-events.js';
import type { RequestDecision } from './request-decision.js';

/** The origin of the events of decisions. */
const origin = 'coupon-rush';

/**
 * The events of decisions about one coupon at one time: shared ones for the successes, in their order, and others for
 * the refusals.
 */
export function toDecisionEvents(decisions: readonly RequestDecision[]): readonly CouponEnvelope[] {
  const issued = decisions.filter(isIssue);
  const refused = decisions.filter(({ outcome }) => outcome !== 'SUCCESS');
  return [
    ...partsOf(issued, mostIssues).map(issuedEvent),
    ...partsOf(refused, mostRefusals).map(refusedEvent),
  ];
}

/** The decisions that an event records, in their order; none if it records something else. */
export function decisionsIn(event: CouponEvent): readonly RequestDecision[] {
  if (event.type === 'coupon_requests_refused') return event.data.refusals.map(readRefusal(event));
  return issuesIn(event);
}

/** The decision of a request that succeeded. */
export interface IssueDecision extends RequestDecision {
  readonly userId: number;
  readonly outcome: 'SUCCESS';
  readonly issueNumber: number;
  readonly requestedAtMs: number;
}

/** The successes that an event records, in their order; none if it records something else. */
export function issuesIn({ type, data }: CouponEvent): readonly IssueDecision[] {
  if (type === 'coupon_issued') return [readIssue(data, data)];
  return type === 'coupons_issued' ? data.issues.map((issue) => readIssue(data, issue)) : [];
}

function partsOf<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const parts: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}

function isIssue(decision: RequestDecision): decision is IssueDecision {
  return decision.outcome === 'SUCCESS';
}

function issuedEvent(issued: readonly IssueDecision[]): CouponEnvelope {
  const [first] = issued;
  if (first === undefined) throw new RangeError('An event of issues needs one.');
  const data = {
    coupon_id: first.couponId,
    decided_at: first.decidedAtMs,
    issues: issued.map(({ requestId, userId, issueNumber, requestedAtMs }) => ({
      request_id: requestId,
      user_id: userId,
      issue_number: issueNumber,
      requested_at: requestedAtMs,
    })),
  };
  const envelope = envelopeOf(couponsIssued, data, {
    id: `${couponsIssued.type}:${first.requestId}`,
    time: new Date(first.decidedAtMs).toISOString(),
    origin,
  });
  return envelope as CouponEnvelope;
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

type IssueData = CouponsIssued['data']['issues'][number];
type BatchData = Pick<CouponsIssued['data'], 'coupon_id' | 'decided_at'>;

function readIssue(
  { coupon_id: couponId, decided_at: decidedAtMs }: BatchData,
  issue: IssueData,
): IssueDecision {
  return {
    requestId: issue.request_id,
    couponId,
    userId: issue.user_id,
    outcome: 'SUCCESS',
    reason: null,
    issueNumber: issue.issue_number,
    requestedAtMs: issue.requested_at,
    decidedAtMs,
  };
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
