import type { EventEnvelope } from '../../events/envelope.js';
import { envelopeOf } from '../../events/envelop.js';
import { couponIssued, couponRefused, type DecisionEvent } from './coupon-events.js';
import type { IssueOutcome } from './issue-outcome.js';

/** How a request ended, for good. */
export interface RequestDecision {
  readonly requestId: string;
  /** 0 where the request did not say. */
  readonly couponId: number;
  /** Null where the request could not be read. */
  readonly userId: number | null;
  readonly outcome: IssueOutcome;
  /** Why, for a person; null for a success. */
  readonly reason: string | null;
  /** Which of the campaign's coupons it got, from 1; null for any other outcome. */
  readonly issueNumber: number | null;
  /** When it was made and decided, in milliseconds since the epoch. */
  readonly requestedAtMs: number | null;
  readonly decidedAtMs: number;
}

/** The id of the event that records a request's end: one request, one such event in the log. */
export function decisionEventId(requestId: string): string {
  return `coupon-outcome:${requestId}`;
}

/** What an event in the log says about the request that ended with it. */
export function toDecision(event: Pick<EventEnvelope, 'type' | 'data'>): RequestDecision {
  const { type, data } = event as DecisionEvent;
  const shared = {
    requestId: data.request_id,
    couponId: data.coupon_id,
    userId: data.user_id,
    requestedAtMs: data.requested_at,
    decidedAtMs: data.decided_at,
  };
  return type === 'coupon_issued'
    ? { ...shared, outcome: 'SUCCESS', reason: null, issueNumber: data.issue_number }
    : { ...shared, outcome: data.outcome, reason: data.reason, issueNumber: null };
}

/** Where the events of decisions come from. */
const origin = 'coupon-rush';

/** Puts the end of a request into its envelope. */
export function decisionEnvelope(event: DecisionEvent): DecisionEvent & EventEnvelope {
  const definition = event.type === couponIssued.type ? couponIssued : couponRefused;
  const { request_id: requestId, decided_at: decidedAtMs } = event.data;
  const envelope = envelopeOf(definition, event.data, {
    id: decisionEventId(requestId),
    time: new Date(decidedAtMs).toISOString(),
    origin,
    correlationId: requestId,
    causationId: requestId,
  });
  return envelope as DecisionEvent & EventEnvelope;
}
