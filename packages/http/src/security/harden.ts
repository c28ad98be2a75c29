import helmet from '@fastify/helmet';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { ResolvedCouponApiOptions } from '../options.js';
import { ProblemError } from '../problems/problem-error.js';
import type { CouponApp } from '../schemas/coupon-app.js';

/**
 * Adds security headers to every response, forbids caching, and limits the calls of each client.
 */
export async function harden(
  app: CouponApp,
  { callsPerSecond }: ResolvedCouponApiOptions,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    strictTransportSecurity: false,
  });
  app.addHook('onRequest', async ({ headers, raw }, reply) => {
    void reply.header('cache-control', 'no-store');
    if (headers.host === undefined && raw.httpVersion !== '1.0') {
      throw new ProblemError('invalid-request', 'The Host header is missing.');
    }
  });
  await app.register(rateLimit, {
    max: callsPerSecond,
    timeWindow: 1_000,
    keyGenerator: clientOf,
    errorResponseBuilder: () =>
      new ProblemError(
        'too-many-requests',
        `A client may make ${String(callsPerSecond)} calls per second.`,
      ),
  });
}

/**
 * Whose calls count together. The address of a connection that is already reset is unknown, although its type does not
 * say so: such calls share one limit.
 */
function clientOf({ ip }: { readonly ip?: string }): string {
  return ip === undefined ? 'disconnected' : normalizeIP(ip);
}
