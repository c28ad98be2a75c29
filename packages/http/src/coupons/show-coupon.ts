import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import { inTime } from '../in-time.js';
import type { ResolvedCouponApiOptions } from '../options.js';
import { ProblemError } from '../problems/problem-error.js';
import { problemSchema } from '../problems/problem.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { couponParams } from './coupon-params.js';
import { couponSchema, couponView } from './coupon-view.js';

const schema = {
  summary: 'Show stock, issued coupons and waiting requests',
  params: couponParams,
  response: {
    200: couponSchema.extend({
      waiting: z
        .int()
        .describe("How many requests of the coupon's partition are not yet recorded as decided."),
    }),
    404: problemSchema,
    503: problemSchema,
  },
};

/** `GET /api/coupons/:couponId`: the current state of a campaign. */
export function addShowCoupon(
  app: CouponApp,
  { ledger, queue, clock }: CouponApiDependencies,
  { answerTimeoutMs }: ResolvedCouponApiOptions,
): void {
  app.get('/api/coupons/:couponId', { schema }, async ({ params: { couponId } }) => {
    const asked = Promise.all([ledger.status(couponId), queue.size(couponId)]);
    const [status, waiting] = await inTime(clock, answerTimeoutMs, asked);
    if (status === undefined) throw new ProblemError('unknown-coupon');
    return { ...couponView(status), waiting };
  });
}
