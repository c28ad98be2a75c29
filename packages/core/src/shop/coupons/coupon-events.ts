import * as z from 'zod';
import type { EventEnvelope } from '../../events/envelope.js';
import { defineEvent, type EventOf } from '../../events/event-definition.js';
import { positiveCount, shortText, wholeCount } from '../field-schemas.js';
import { issueOutcomes } from './issue-outcome.js';
import { couponKey, couponTopicName } from './requests/coupon-topic.js';

/** Where what happens to campaigns is published, where it is. */
const couponFactsTopic = 'coupon-events';

const latestInstantMs = 8_640_000_000_000_000;

/** Milliseconds since the epoch that a calendar can show. */
const epochMs = wholeCount.max(latestInstantMs);

/** A whole number from 1, within what a double holds exactly. */
export const couponNumber = positiveCount;

/** A request's id: 1 to 200 visible ASCII characters. */
export const requestIdText = z.string().regex(/^[\x21-\x7e]{1,200}$/, {
  error: 'expected 1 to 200 visible ASCII characters',
});

/** The most coupons a campaign can have. */
export const mostStock = 1_000_000_000;

/** The most users a campaign can block by name. */
export const mostBlockedUsers = 10_000;

/** The stream of all that happens to a coupon, in the order in which it was decided. */
export function couponStream(couponId: number): string {
  return couponKey(couponId);
}

/** `coupon_issue_requested` on the topic `coupon-issue-events`: somebody wants a coupon. */
export const couponIssueRequested = defineEvent({
  type: 'coupon_issue_requested',
  version: 1,
  schema: z.looseObject({
    event_id: requestIdText,
    user_id: couponNumber,
    coupon_id: couponNumber,
    timestamp: epochMs,
    version: z.literal(1),
  }),
  topic: couponTopicName,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => `coupon-request-${data.event_id}`,
  startsStream: true,
  identity: (data) => data.event_id,
  occurredAt: (data) => new Date(data.timestamp).toISOString(),
});

/** `coupon_campaign_opened`: so many coupons for whom the rules admit, from `opens_at` until before `closes_at`. */
export const couponCampaignOpened = defineEvent({
  type: 'coupon_campaign_opened',
  version: 1,
  schema: z.looseObject({
    coupon_id: couponNumber,
    stock: wholeCount.max(mostStock),
    opens_at: epochMs,
    closes_at: epochMs.nullable(),
    blocked_users: z.array(couponNumber).max(mostBlockedUsers),
    minimum_grade: shortText.nullable(),
  }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) => String(data.coupon_id),
});

/** `coupon_campaign_refilled`: so many coupons more. */
export const couponCampaignRefilled = defineEvent({
  type: 'coupon_campaign_refilled',
  version: 1,
  schema: z.looseObject({
    coupon_id: couponNumber,
    refill_id: requestIdText,
    quantity: positiveCount.max(mostStock),
  }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) => `${String(data.coupon_id)}:${data.refill_id}`,
});

/** `coupon_campaign_closed`: for good, whatever is left. */
export const couponCampaignClosed = defineEvent({
  type: 'coupon_campaign_closed',
  version: 1,
  schema: z.looseObject({ coupon_id: couponNumber }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) => String(data.coupon_id),
});

/** `coupon_issued`: a request succeeded; the `issue_number`th of its campaign, from 1. */
export const couponIssued = defineEvent({
  type: 'coupon_issued',
  version: 1,
  schema: z.looseObject({
    request_id: requestIdText,
    coupon_id: couponNumber,
    user_id: couponNumber,
    issue_number: positiveCount,
    requested_at: epochMs,
    decided_at: epochMs,
  }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) => data.request_id,
  occurredAt: (data) => new Date(data.decided_at).toISOString(),
});

/** How many refusals one event holds at most, so that a page of the log stays within bounds. */
export const mostRefusals = 50;

/**
 * `coupon_requests_refused`: requests that ended in any other way, gathered, since most of a rush ends so. Of
 * one that could not be read in full, user and time are null; the coupon is 0 where it is not known.
 */
export const couponRequestsRefused = defineEvent({
  type: 'coupon_requests_refused',
  version: 1,
  schema: z.looseObject({
    coupon_id: wholeCount,
    decided_at: epochMs,
    refusals: z
      .array(
        z.looseObject({
          request_id: requestIdText,
          user_id: couponNumber.nullable(),
          outcome: z.enum(issueOutcomes).exclude(['SUCCESS']),
          reason: z.string().max(300),
          requested_at: epochMs.nullable(),
        }),
      )
      .min(1)
      .max(mostRefusals),
  }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) => data.refusals[0]?.request_id ?? '',
  occurredAt: (data) => new Date(data.decided_at).toISOString(),
});

export type CouponIssueRequested = EventOf<typeof couponIssueRequested>;
export type CouponCampaignOpened = EventOf<typeof couponCampaignOpened>;
export type CouponCampaignRefilled = EventOf<typeof couponCampaignRefilled>;
export type CouponCampaignClosed = EventOf<typeof couponCampaignClosed>;
export type CouponIssued = EventOf<typeof couponIssued>;
export type CouponRequestsRefused = EventOf<typeof couponRequestsRefused>;

/** What happens to a campaign as a whole. */
export type CampaignEvent = CouponCampaignOpened | CouponCampaignRefilled | CouponCampaignClosed;
/** How requests end. */
export type DecisionEvent = CouponIssued | CouponRequestsRefused;
/** Everything that happens to a coupon. */
export type CouponEvent = CampaignEvent | DecisionEvent;

/** An event of a coupon with all it carries. */
export type CouponEnvelope = EventEnvelope & CouponEvent;

/** Every event type of the coupon rush. */
export const couponEventDefinitions = [
  couponIssueRequested,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponCampaignClosed,
  couponIssued,
  couponRequestsRefused,
];
