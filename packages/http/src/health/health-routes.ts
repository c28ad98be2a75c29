import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { dependencyHealthSchema, probeDependencies } from './probe.js';

const healthSchema = z.object({
  status: z.enum(['up', 'down']),
  dependencies: z.array(dependencyHealthSchema),
});

const notCounted = { rateLimit: false };

/**
 * `GET /health/live`: the process responds. `GET /health/ready` and `GET /health`: all required
 * services respond too, checked on every call; 503 if one does not.
 */
export function addHealthRoutes(app: CouponApp, dependencies: CouponApiDependencies): void {
  const live = { response: { 200: healthSchema.pick({ status: true }) } };
  app.get(
    '/health/live',
    { schema: { summary: 'Whether the process responds', ...live }, config: notCounted },
    async () => ({ status: 'up' as const }),
  );
  const schema = {
    summary: 'Whether all required services respond',
    response: { 200: healthSchema, 503: healthSchema },
  };
  for (const path of ['/health', '/health/ready']) {
    app.get(path, { schema, config: notCounted }, async (_request, reply) => {
      const probed = await probeDependencies(dependencies);
      const isUp = probed.every(({ status }) => status === 'up');
      return reply
        .code(isUp ? 200 : 503)
        .send({ status: isUp ? 'up' : 'down', dependencies: [...probed] });
    });
  }
}
