import fastify from 'fastify';
import { addIssueCoupon } from './coupons/issue-coupon.js';
import { addManageCampaign } from './coupons/manage-campaign.js';
import { addShowCoupon } from './coupons/show-coupon.js';
import type { CouponApiDependencies } from './dependencies.js';
import { addHealthRoutes } from './health/health-routes.js';
import {
  couponApiOptionsSchema,
  type CouponApiOptions,
  type ResolvedCouponApiOptions,
} from './options.js';
import { answerClientError } from './problems/answer-client-errors.js';
import { answerProblems, answerRouterError } from './problems/answer-problems.js';
import { OutcomeWatch } from './requests/outcome-watch.js';
import { addShowRequest } from './requests/show-request.js';
import { addStreamRequest } from './requests/stream-request.js';
import type { CouponApp, ZodTypes } from './schemas/coupon-app.js';
import { describeApi, serveDescription } from './schemas/describe-api.js';
import { showDescription } from './schemas/show-description.js';
import { readBodies } from './schemas/read-bodies.js';
import { validateByZod } from './schemas/validate-by-zod.js';
import { harden } from './security/harden.js';
import { addMetricsRoute } from './telemetry/metrics-route.js';
import { measureRequests } from './telemetry/measure-requests.js';

const timeoutCheckMs = 500;

/**
 * Creates the API of the coupon rush. `listen` starts it. `close` finishes calls in flight and
 * answers clients that wait for an outcome. The API does not close its dependencies.
 *
 * @throws ZodError if the options are invalid.
 * @example
 * ```ts
 * const api = await createCouponApi(dependencies, { callsPerSecond: 50 });
 * const address = await api.listen({ host: '127.0.0.1', port: 9090 });
 * ```
 */
export async function createCouponApi(
  dependencies: CouponApiDependencies,
  options: CouponApiOptions = {},
): Promise<CouponApp> {
  const resolved = couponApiOptionsSchema.parse(options);
  const app = createServer(resolved);
  const watch = new OutcomeWatch(dependencies, {
    pollMs: resolved.outcomePollMs,
    mostWaiting: resolved.mostWaiting,
  });
  app.addHook('preClose', async () => {
    watch.close();
  });
  measureRequests(app, dependencies.telemetry);
  await harden(app, resolved);
  answerProblems(app, dependencies.logger);
  await describeApi(app);
  addHealthRoutes(app, dependencies);
  addMetricsRoute(app, dependencies.metrics);
  addIssueCoupon(app, dependencies, resolved);
  addShowCoupon(app, dependencies, resolved);
  addManageCampaign(app, dependencies, resolved);
  addShowRequest(app, dependencies, resolved, watch);
  addStreamRequest(app, dependencies, watch);
  serveDescription(app);
  await showDescription(app);
  return app;
}

function createServer(options: ResolvedCouponApiOptions): CouponApp {
  const { bodyLimitBytes, headersTimeoutMs, requestTimeoutMs, trustProxy } = options;
  const app = fastify({
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
    // Node answers a missing Host without a body; a hook answers it with a problem document.
    http: {
      headersTimeout: headersTimeoutMs,
      connectionsCheckingInterval: timeoutCheckMs,
      requireHostHeader: false,
    },
    // The schemas say what is too long.
    routerOptions: { maxParamLength: 16_384 },
    frameworkErrors: answerRouterError,
    trustProxy,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypes>();
  app.setValidatorCompiler(validateByZod);
  app.setSerializerCompiler(() => JSON.stringify);
  readBodies(app);
  return app;
}
