import { issueOutcomes, type RequestDecision } from '@foldmart/core/shop';
import * as z from 'zod';
import { instantOf } from '../schemas/fields.js';

const links = z.object({
  self: z.string().describe('Where to ask for the outcome; `?wait=5s` waits for it.'),
  events: z.string().describe('Where the outcome comes as a server-sent event.'),
});

/** A request that waits to be decided. */
export const waitingRequestSchema = z.object({
  requestId: z.string().describe('The id to ask for the outcome with.'),
  status: z.literal('WAITING'),
  links,
});

/** A request as it ended. */
export const decidedRequestSchema = z.object({
  requestId: z.string(),
  status: z.literal('DECIDED'),
  outcome: z.enum(issueOutcomes),
  reason: z.string().nullable().describe('Why it did not succeed; null where it did.'),
  couponId: z.int(),
  userId: z.int().nullable(),
  issueNumber: z.int().nullable().describe("Which of the campaign's coupons it got, from 1."),
  requestedAt: z.string().nullable(),
  decidedAt: z.string(),
  links,
});

export type WaitingRequest = z.output<typeof waitingRequestSchema>;
export type DecidedRequest = z.output<typeof decidedRequestSchema>;

/** Where a request is asked for. */
export function requestPath(token: string): string {
  return `/api/coupon-requests/${token}`;
}

/** What a client sees of a request by its token. */
export function requestView(
  token: string,
  decision: RequestDecision | undefined,
): WaitingRequest | DecidedRequest {
  const self = requestPath(token);
  const shared = { requestId: token, links: { self, events: `${self}/events` } };
  if (decision === undefined) return { ...shared, status: 'WAITING' };
  const { outcome, reason, couponId, userId, issueNumber } = decision;
  return {
    ...shared,
    status: 'DECIDED',
    outcome,
    reason,
    couponId,
    userId,
    issueNumber,
    requestedAt: instantOf(decision.requestedAtMs),
    decidedAt: instantOf(decision.decidedAtMs),
  };
}
