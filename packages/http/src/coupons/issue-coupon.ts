import { ValidationError } from '@foldmart/core';
import type { CouponRequestResult } from '@foldmart/core/shop';
import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import { inTime } from '../in-time.js';
import type { ResolvedCouponApiOptions } from '../options.js';
import { ProblemError } from '../problems/problem-error.js';
import { problemSchema, type ProblemKind } from '../problems/problem.js';
import { requestPath, requestView, waitingRequestSchema } from '../requests/request-view.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { idempotencyHeaders, numberText, positiveWhole } from '../schemas/fields.js';
import { couponParams } from './coupon-params.js';

const schema = {
  summary: 'Request a coupon',
  description:
    'Queues the request and returns at once. The user is named in the query or in the body.',
  params: couponParams,
  querystring: z.object({ userId: numberText.optional() }),
  headers: idempotencyHeaders,
  body: z.object({ userId: positiveWhole.optional() }).nullish(),
  response: {
    202: waitingRequestSchema.extend({
      eventId: z.string().describe('The id of the request in the queue and in the log.'),
    }),
    400: problemSchema,
    404: problemSchema,
    409: problemSchema,
    413: problemSchema,
    429: problemSchema,
    503: problemSchema,
  },
};

type Refusal = Extract<CouponRequestResult, { readonly isAccepted: false }>['reason'];

const refusals: Readonly<Record<Refusal, ProblemKind>> = {
  unknown: 'unknown-coupon',
  scheduled: 'coupon-scheduled',
  closed: 'coupon-closed',
};

/** `POST /api/coupons/:couponId/issue`: queues a request. */
export function addIssueCoupon(
  app: CouponApp,
  { requestCoupon, clock }: CouponApiDependencies,
  { answerTimeoutMs }: ResolvedCouponApiOptions,
): void {
  app.post('/api/coupons/:couponId/issue', { schema }, async (request, reply) => {
    const { headers, params, query, body } = request;
    const key = headers['idempotency-key'];
    const wish = {
      couponId: params.couponId,
      userId: requireUser(query.userId, body?.userId),
      ...(key === undefined ? {} : { idempotencyKey: key }),
    };
    const answer = await inTime(clock, answerTimeoutMs, requestCoupon(wish));
    if (!answer.isAccepted) throw new ProblemError(refusals[answer.reason]);
    const { token, requestId: eventId } = answer;
    return reply
      .code(202)
      .header('location', requestPath(token))
      .send({ ...requestView(token, undefined), status: 'WAITING', eventId });
  });
}

function requireUser(inQuery: number | undefined, inBody: number | undefined): number {
  const userId = inQuery ?? inBody;
  if (userId === undefined) throw invalidUser('is missing: set it in the query or in the body');
  if (inBody !== undefined && inBody !== userId) {
    throw invalidUser('differs between the query and the body');
  }
  return userId;
}

function invalidUser(message: string): ValidationError {
  return new ValidationError(`userId ${message}.`, [{ path: 'userId', message }]);
}
