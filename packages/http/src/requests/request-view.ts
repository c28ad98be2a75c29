import { issueOutcomes, type RequestDecision } from '@foldmart/core/shop';
import * as z from 'zod';
import { instantOf } from '../schemas/fields.js';

const links = z.object({
  self: z.string().describe('The address of the outcome; add `?wait=5s` to wait for it.'),
  events: z.string().describe('The address of the outcome as a server-sent event.'),
});

/** A request that is not decided yet. */
export const waitingRequestSchema = z.object({
  requestId: z.string().describe('The id to query the outcome with.'),
  status: z.literal('WAITING'),
  links,
});

/** A decided request. */
export const decidedRequestSchema = z.object({
  requestId: z.string(),
  status: z.literal('DECIDED'),
  outcome: z.enum(issueOutcomes),
  reason: z.string().nullable().describe('Why it did not succeed; null if it did.'),
  couponId: z.int(),
  userId: z.int().nullable(),
  issueNumber: z.int().nullable().describe('The number of the coupon within the campaign, from 1.'),
  requestedAt: z.string().nullable(),
  decidedAt: z.string(),
  links,
});

export type WaitingRequest = z.output<typeof waitingRequestSchema>;
export type DecidedRequest = z.output<typeof decidedRequestSchema>;

/** The path of a request. */
export function requestPath(token: string): string {
  return `/api/coupon-requests/${token}`;
}

/** The view of a request for the client that holds its token. */
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
