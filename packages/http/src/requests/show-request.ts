import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import { inTime } from '../in-time.js';
import type { ResolvedCouponApiOptions } from '../options.js';
import { problemSchema } from '../problems/problem.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { durationText } from '../schemas/fields.js';
import { requestParams, requireKnown } from './known-request.js';
import type { OutcomeWatch } from './outcome-watch.js';
import { decidedRequestSchema, requestView, waitingRequestSchema } from './request-view.js';

const schema = {
  summary: 'Show the outcome of a request, or wait for it',
  params: requestParams,
  querystring: z.object({
    wait: durationText.optional().describe('How long to wait for the outcome, such as 5s.'),
  }),
  response: {
    200: z.union([decidedRequestSchema, waitingRequestSchema]),
    404: problemSchema,
    503: problemSchema,
  },
};

/** `GET /api/coupon-requests/:requestId`: the outcome of a request, or that it is waiting. */
export function addShowRequest(
  app: CouponApp,
  { requestIds, clock }: CouponApiDependencies,
  { longestWaitMs, answerTimeoutMs }: ResolvedCouponApiOptions,
  watch: OutcomeWatch,
): void {
  app.get('/api/coupon-requests/:requestId', { schema }, async ({ params, query, raw }, reply) => {
    const requestId = requireKnown(requestIds, params.requestId);
    const waitMs = Math.min(query.wait ?? 0, longestWaitMs);
    const leaving = new AbortController();
    raw.on('close', () => {
      if (raw.destroyed && !reply.raw.writableEnded) leaving.abort();
    });
    const asked = watch.outcomeOf(requestId, waitMs, leaving.signal);
    const decision = await inTime(clock, waitMs + answerTimeoutMs, asked);
    if (decision === undefined) void reply.header('retry-after', '1');
    return requestView(params.requestId, decision);
  });
}
