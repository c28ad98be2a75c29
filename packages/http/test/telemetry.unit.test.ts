import { noMeter, type Span, type SpanStart, type Telemetry } from '@foldmart/core';
import { createCouponApi } from '@foldmart/http';
import { expect, it } from 'vitest';
import { openRushApi } from './support/open-rush-api.js';

it('has no /metrics unless metrics are collected', async () => {
  const { app, close } = await openRushApi();
  expect((await app.inject('/metrics')).statusCode).toBe(404);
  await close();
});

it('serves the metrics that it is given, without a limit of calls', async () => {
  const { rush, system, close } = await openRushApi();
  const metrics = { contentType: 'text/plain; version=0.0.4', read: async () => 'up 1\n' };
  const app = await createCouponApi({ ...rush, ...system, metrics }, { callsPerSecond: 1 });
  for (let call = 1; call <= 3; call += 1) {
    const { statusCode, headers, body } = await app.inject('/metrics');
    expect([statusCode, headers['content-type'], body]).toEqual([
      200,
      metrics.contentType,
      'up 1\n',
    ]);
  }
  expect((await app.inject('/openapi.json')).body).not.toContain('/metrics');
  await app.close();
  await close();
});

it('ends the span of every call, and fails that of a call that the server could not answer', async () => {
  const { rush, system, close } = await openRushApi();
  const spans = new RecordedSpans();
  const app = await createCouponApi({
    ...rush,
    ...system,
    requestCoupon: () => Promise.reject(new Error('a bug')),
    telemetry: spans.telemetry,
  });
  await app.inject({ method: 'POST', url: '/api/coupons/1/issue?userId=16' });
  await app.inject('/health/live');
  await app.inject('/nobody/knows/this');
  expect(spans.ended).toEqual([
    'POST /api/coupons/:couponId/issue 500 failed',
    'GET /health/live 200',
    'GET unknown 404',
  ]);
  await app.close();
  await close();
});

/** Spans as lines, once they have ended. */
class RecordedSpans {
  readonly ended: string[] = [];

  get telemetry(): Telemetry {
    const start = (name: string, { attributes }: SpanStart = {}): Span => {
      const all = { ...attributes };
      let suffix = '';
      return {
        carrier: undefined,
        run: (work) => work(),
        set: (more) => void Object.assign(all, more),
        fail: () => void (suffix = ' failed'),
        end: () =>
          void this.ended.push(`${name} ${String(all['http.response.status_code'])}${suffix}`),
      };
    };
    return { meter: noMeter, tracer: { isEnabled: true, isActive: () => false, start } };
  }
}
