import * as z from 'zod';
import type { EventEnvelope } from '../../events/envelope.js';
import { defineEvent, type EventOf } from '../../events/event-definition.js';
import { positiveCount, shortText, wholeCount } from '../field-schemas.js';
import { issueOutcomes } from './issue-outcome.js';
import { couponKey, couponTopicName } from './requests/coupon-topic.js';

/** The topic of the campaign events, if they are published. */
const couponFactsTopic = 'coupon-events';

const latestInstantMs = 8_640_000_000_000_000;

/** Milliseconds since the epoch, within the range of a Date. */
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

/** The stream of a coupon's events, in the order of the decisions. */
export function couponStream(couponId: number): string {
  return couponKey(couponId);
}

/** `coupon_issue_requested` on the topic `coupon-issue-events`: a user requests a coupon. */
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

/**
 * `coupon_campaign_opened`: `stock` coupons for users that the rules admit, from `opens_at` until before
 * `closes_at`.
 */
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

/** `coupon_campaign_refilled`: the stock grows by `quantity`. */
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

/** `coupon_campaign_closed`: the campaign ends, whatever stock is left. */
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

/** The most users in one event that ends holdings, which bounds the size of a page of the log. */
export const mostReleasedUsers = 1_000;

/**
 * `coupon_campaign_reset`: the campaign is as at its opening, and these users hold the coupon no more. A campaign with
 * more holders has several of them with one `reset_id`.
 */
export const couponCampaignReset = defineEvent({
  type: 'coupon_campaign_reset',
  version: 1,
  schema: z.looseObject({
    coupon_id: couponNumber,
    reset_id: requestIdText,
    released_users: z.array(couponNumber).max(mostReleasedUsers),
  }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) =>
    `${String(data.coupon_id)}:${data.reset_id}:${String(data.released_users[0] ?? 0)}`,
});

/**
 * `coupon_issued`: a request succeeded; the `issue_number`th of its campaign, from 1. Earlier versions recorded every
 * success so; now successes share a {@link couponsIssued}.
 */
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

/** The most successes in one event, which bounds the size of a page of the log. */
export const mostIssues = 12;

/**
 * `coupons_issued`: requests succeeded, in the order of their decisions; `issue_number` counts the issues of the
 * campaign, from 1. They share events, since a stored event costs much more than an entry of one.
 */
export const couponsIssued = defineEvent({
  type: 'coupons_issued',
  version: 1,
  schema: z.looseObject({
    coupon_id: couponNumber,
    decided_at: epochMs,
    issues: z
      .array(
        z.looseObject({
          request_id: requestIdText,
          user_id: couponNumber,
          issue_number: positiveCount,
          requested_at: epochMs,
        }),
      )
      .min(1)
      .max(mostIssues),
  }),
  topic: couponFactsTopic,
  partitionKey: (data) => couponKey(data.coupon_id),
  streamId: (data) => couponStream(data.coupon_id),
  startsStream: false,
  identity: (data) => data.issues[0]?.request_id ?? '',
  occurredAt: (data) => new Date(data.decided_at).toISOString(),
});

/** The most refusals in one event, which bounds the size of a page of the log. */
export const mostRefusals = 50;

/**
 * `coupon_requests_refused`: requests that did not succeed. They share events, since most requests of a rush end
 * this way. If a request could not be read completely, its user and time are null; an unknown coupon is 0.
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
export type CouponCampaignReset = EventOf<typeof couponCampaignReset>;
export type CouponIssued = EventOf<typeof couponIssued>;
export type CouponsIssued = EventOf<typeof couponsIssued>;
export type CouponRequestsRefused = EventOf<typeof couponRequestsRefused>;

/** The events of a campaign as a whole. */
export type CampaignEvent =
  CouponCampaignOpened | CouponCampaignRefilled | CouponCampaignClosed | CouponCampaignReset;
/** The events of decided requests. */
export type DecisionEvent = CouponIssued | CouponsIssued | CouponRequestsRefused;
/** All events of a coupon. */
export type CouponEvent = CampaignEvent | DecisionEvent;

/** The envelope of a coupon's event. */
export type CouponEnvelope = EventEnvelope & CouponEvent;

/** Every event type of the coupon rush. */
export const couponEventDefinitions = [
  couponIssueRequested,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponCampaignClosed,
  couponCampaignReset,
  couponIssued,
  couponsIssued,
  couponRequestsRefused,
];
