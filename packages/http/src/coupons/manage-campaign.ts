import { isValidationError } from '@foldmart/core';
import type { CampaignCommand, CampaignStatus } from '@foldmart/core/shop';
import type { CouponApiDependencies } from '../dependencies.js';
import { inTime } from '../in-time.js';
import type { ResolvedCouponApiOptions } from '../options.js';
import { ProblemError } from '../problems/problem-error.js';
import { problemSchema } from '../problems/problem.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { idempotencyHeaders } from '../schemas/fields.js';
import { requireAdmin } from '../security/require-admin.js';
import { campaignBody, campaignCommand } from './campaign-body.js';
import { couponParams } from './coupon-params.js';
import { couponSchema, couponView } from './coupon-view.js';

const answers = {
  200: couponSchema,
  400: problemSchema,
  401: problemSchema,
  403: problemSchema,
  404: problemSchema,
  409: problemSchema,
  503: problemSchema,
};

const openSchema = {
  summary: 'Open a campaign with a stock, or refill one',
  description:
    'Idempotent: opening a campaign again on the same terms changes nothing, and neither does a refill with the same Idempotency-Key.',
  security: [{ adminToken: [] }],
  headers: idempotencyHeaders,
  body: campaignBody,
  response: answers,
};

const closeSchema = {
  summary: 'Close a campaign permanently',
  security: [{ adminToken: [] }],
  params: couponParams,
  response: answers,
};

/**
 * `POST /api/coupons` and `POST /api/coupons/:couponId/close`, for callers with the admin token.
 */
export function addManageCampaign(
  app: CouponApp,
  dependencies: CouponApiDependencies,
  { adminToken, answerTimeoutMs }: ResolvedCouponApiOptions,
): void {
  const onRequest = requireAdmin(adminToken);
  const carryOut = async (command: CampaignCommand) => {
    const work = manageOrRefuse(dependencies, command);
    return couponView(await inTime(dependencies.clock, answerTimeoutMs, work));
  };
  app.post('/api/coupons', { schema: openSchema, onRequest }, async ({ body, headers }, reply) => {
    const refillId = headers['idempotency-key'] ?? dependencies.ids.next();
    const view = await carryOut(campaignCommand(body, refillId));
    return reply.header('location', `/api/coupons/${String(body.couponId)}`).send(view);
  });
  app.post('/api/coupons/:couponId/close', { schema: closeSchema, onRequest }, ({ params }) =>
    carryOut({ type: 'close-campaign', couponId: params.couponId }),
  );
}

/**
 * A body may be valid and still contradict the current campaign: that is a conflict, not a bad
 * request.
 */
async function manageOrRefuse(
  { manage }: CouponApiDependencies,
  command: CampaignCommand,
): Promise<CampaignStatus> {
  try {
    return await manage(command);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    const isAboutState = error.issues.every(
      ({ path }) => path === 'couponId' || path === 'quantity',
    );
    if (!isAboutState) throw error;
    throw new ProblemError('contradicts-campaign', error.message);
  }
}
