import { isVerified, verify } from '@foldmart/composition';
import { createShop, loadShopSettings, openCouponRush } from '@foldmart/composition/shop';
import type { QueuedItem } from '@foldmart/core/shop';
import { expect, it } from 'vitest';

const holders = 1_001;

function requests(run: string): readonly QueuedItem[] {
  return Array.from({ length: holders }, (_, nth): QueuedItem => {
    const request = { requestId: `${run}-${String(nth)}`, requestedAtMs: 1, couponId: 1 };
    const message = { key: new Uint8Array(), value: new Uint8Array(), headers: {} };
    const place = { group: 'g', topic: 't', partition: 0, offset: String(nth) };
    return {
      kind: 'request',
      request: { ...request, userId: nth + 1 },
      source: { ...place, ...message },
    };
  });
}

it('the rows after resets are those that a fold of the log gives, also with more holders than an event names', async () => {
  const shop = await createShop(loadShopSettings({ environment: {}, envFile: null }));
  try {
    const rush = await openCouponRush(shop);
    await rush.manage({ type: 'open-campaign', couponId: 1, stock: holders });
    await rush.processor.processBatch(requests('one'));
    expect((await rush.ledger.status(1))?.state.issued).toBe(holders);
    await rush.reset(1);
    const found = await verify(shop);
    expect(isVerified(found)).toBe(true);
    expect(found.models).toContainEqual({ name: 'coupon_issues', rows: 0, differences: 0 });
    await rush.processor.processBatch(requests('two'));
    await rush.reset(1);
    await rush.processor.processBatch(requests('three').slice(0, 3));
    const later = await verify(shop);
    expect(isVerified(later)).toBe(true);
    expect(later.models).toContainEqual({ name: 'coupon_issues', rows: 3, differences: 0 });
  } finally {
    await shop.close();
  }
});
