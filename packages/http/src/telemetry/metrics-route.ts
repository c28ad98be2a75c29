import type { ApiMetrics } from '../dependencies.js';
import type { CouponApp } from '../schemas/coupon-app.js';

/** `GET /metrics`: the metrics of the process, for Prometheus. Not a part of the described API. */
export function addMetricsRoute(app: CouponApp, metrics: ApiMetrics | undefined): void {
  if (metrics === undefined) return;
  app.get('/metrics', { schema: { hide: true }, config: { rateLimit: false } }, async (_, reply) =>
    reply
      .type(metrics.contentType)
      .serializer((text: unknown) => String(text))
      .send(await metrics.read()),
  );
}
