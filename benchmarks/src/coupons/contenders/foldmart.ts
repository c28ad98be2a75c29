import { createShop, openCouponRush } from '@foldmart/composition/shop';
import type { QueuedItem } from '@foldmart/core/shop';
import type { ContenderConfig, OpenContender, Round } from '../../frame/row.js';
import { settingsFor } from '../../measure/service-settings.js';
import type { CouponsShared } from '../coupons-shared.js';

/** The default of `COUPON_BATCH_SIZE`: what workers take from a queue that has as many requests. */
const batchSize = 2_000;

/** The processor of the coupon rush with batches as a queue delivers them; it stores every outcome. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { isInStock } = config.shared as CouponsShared;
  const system = await createShop(settingsFor(config.services, config.own));
  const { manage, processor, requestIds } = await openCouponRush(system);
  const couponId = ({ number }: Round): number => number + 1;
  let requests: readonly QueuedItem[] = [];
  return {
    async prepare(round) {
      const stock = isInStock ? round.size : 100;
      await manage({ type: 'open-campaign', couponId: couponId(round), stock });
      // Their ids are those of the requests, which others have made.
      requests = Array.from({ length: round.size }, (_, place) =>
        queued(place, couponId(round), requestIds.next()),
      );
    },
    async run(round) {
      for (let at = 0; at < round.size; at += batchSize) {
        await processor.processBatch(requests.slice(at, at + batchSize));
      }
      return { count: round.size };
    },
    close: () => system.close(),
  };
}

/** A request as the queue delivers it, each from a different user. */
function queued(place: number, couponId: number, requestId: string): QueuedItem {
  return {
    kind: 'request',
    request: { requestId, couponId, userId: 1 + place, requestedAtMs: Date.now() },
    source: {
      group: 'bench',
      topic: `bench-${String(couponId)}`,
      partition: 0,
      offset: String(place),
      key: null,
      value: null,
      headers: {},
    },
  };
}
