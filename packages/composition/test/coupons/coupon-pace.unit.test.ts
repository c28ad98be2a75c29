import { describe, expect, it } from 'vitest';
import { SettingsError } from '@foldmart/composition';
import { couponPace, loadShopSettings } from '@foldmart/composition/shop';

function paceOf(environment: Record<string, string>) {
  return couponPace(loadShopSettings({ environment, envFile: null }));
}

describe('the pace of coupon workers', () => {
  it('is that of the requests, unless Redis is polled', () => {
    const push = { mode: 'push', maxRequests: 2_000 };
    const poll = { COUPON_REDIS_MODE: 'poll' };
    expect(paceOf({ QUEUE_TYPE: 'redis' })).toEqual(push);
    expect(paceOf({ QUEUE_TYPE: 'kafka', ...poll })).toEqual(push);
    expect(paceOf(poll)).toEqual(push);
    expect(paceOf({ QUEUE_TYPE: 'redis', ...poll })).toEqual({ mode: 'poll', intervalMs: 1_000 });
  });

  it.each([
    { COUPON_REDIS_MODE: 'fast' },
    { COUPON_BATCH_SIZE: '0' },
    { COUPON_TOPIC: 'two words' },
    { COUPON_REQUEST_SECRET: 'short' },
  ])('is rejected if it is %o', (environment) => {
    expect(() => paceOf(environment)).toThrow(SettingsError);
  });
});
