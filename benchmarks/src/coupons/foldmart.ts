import { createShop, openCouponRush } from '@foldmart/composition/shop';
import type { QueuedItem } from '@foldmart/core/shop';
import { contend } from '../measure/child.js';
import { settingsFor } from '../measure/service-settings.js';
import type { CouponConfig } from './coupon-config.js';

const batchSize = 500;

await contend(async (config: CouponConfig) => {
  const system = await createShop(settingsFor(config, config.database));
  try {
    const { manage, processor, requestIds } = await openCouponRush(system);
    await manage({ type: 'open-campaign', couponId: 1, stock: config.stock });
    const queue = Array.from({ length: config.requests }, (_, place) =>
      queued(place, requestIds.next()),
    );
    const startedAt = performance.now();
    for (let at = 0; at < queue.length; at += batchSize) {
      await processor.processBatch(queue.slice(at, at + batchSize));
    }
    return { messages: queue.length, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    await system.close();
  }
});

/** A request as the queue delivers it, each from a different user. */
function queued(place: number, requestId: string): QueuedItem {
  return {
    kind: 'request',
    request: {
      requestId,
      couponId: 1,
      userId: 1 + place,
      requestedAtMs: Date.now(),
    },
    source: {
      group: 'bench',
      topic: 'bench',
      partition: 0,
      offset: String(place),
      key: null,
      value: null,
      headers: {},
    },
  };
}
