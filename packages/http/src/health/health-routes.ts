import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { dependencyHealthSchema, probeDependencies } from './probe.js';

const healthSchema = z.object({
  status: z.enum(['up', 'down']),
  dependencies: z.array(dependencyHealthSchema),
  stalled: z
    .array(z.object({ role: z.string(), work: z.string(), at: z.string(), seconds: z.int() }))
    .describe('Roles of this process that do not move, and the step that has not ended.'),
});

const notCounted = { rateLimit: false };

/**
 * `GET /health/live`: the process responds. `GET /health/ready` and `GET /health`: all required
 * services respond too, checked on every call, and every role of the process moves; 503 otherwise.
 */
export function addHealthRoutes(app: CouponApp, dependencies: CouponApiDependencies): void {
  const live = { response: { 200: healthSchema.pick({ status: true }) } };
  app.get(
    '/health/live',
    { schema: { summary: 'Whether the process responds', ...live }, config: notCounted },
    async () => ({ status: 'up' as const }),
  );
  const schema = {
    summary: 'Whether all required services respond and every role of the process moves',
    response: { 200: healthSchema, 503: healthSchema },
  };
  for (const path of ['/health', '/health/ready']) {
    app.get(path, { schema, config: notCounted }, async (_request, reply) => {
      const probed = await probeDependencies(dependencies);
      const stalled = (dependencies.stalled?.() ?? []).map(({ role, work, at, forMs }) => {
        return { role, work, at, seconds: Math.round(forMs / 1_000) };
      });
      const isUp = stalled.length === 0 && probed.every(({ status }) => status === 'up');
      return reply
        .code(isUp ? 200 : 503)
        .send({ status: isUp ? 'up' : 'down', dependencies: [...probed], stalled });
    });
  }
}
