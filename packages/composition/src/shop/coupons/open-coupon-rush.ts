import {
  BusRequestQueue,
  createCouponIssueProcessor,
  createRequestCoupon,
  manageCampaign,
  resetCampaign,
  runCouponWorker,
  shopStore,
  type CampaignCommand,
  type CampaignStatus,
  type CouponIssueProcessor,
  type CouponLedger,
  type CouponPace,
  type CouponWorkerOptions,
  type RequestCoupon,
  type RequestIds,
  type RequestQueue,
} from '@foldmart/core/shop';
import { restartIfStalled, watchCalls } from '../../progress/index.js';
import type { ShopRuntime } from '../create-shop.js';
import type { ShopSettings } from '../settings/shop-settings.js';
import { measureProcessor } from './measure-processor.js';
import { SignedRequestIds } from './signed-request-ids.js';

/** The coupon rush of a shop: the parts of its API, workers and commands. */
export interface CouponRush {
  /** The campaigns, coupon holders and outcomes. */
  readonly ledger: CouponLedger;
  readonly queue: RequestQueue;
  readonly requestIds: RequestIds;
  readonly processor: CouponIssueProcessor;
  /** Queues a request for a coupon, or rejects at once with the reason. */
  readonly requestCoupon: RequestCoupon;
  /** Opens, refills or closes a campaign: see `manageCampaign`. */
  readonly manage: (command: CampaignCommand) => Promise<CampaignStatus>;
  /** Makes a campaign as it was at its opening: see `resetCampaign`. */
  readonly reset: (couponId: number) => Promise<CampaignStatus>;
  /** Decides requests until the signal aborts, at the configured pace: see `runCouponWorker`. */
  readonly work: (options: Omit<CouponWorkerOptions, 'pace'>) => Promise<void>;
}

/**
 * Assembles the rush. Opens the database. The queue is connected at its first use, and its topic must exist by then.
 */
export async function openCouponRush(shop: ShopRuntime): Promise<CouponRush> {
  const { settings, clock, logger, registry } = shop;
  const database = await shop.database();
  const { locks } = database;
  const { coupons: ledger } = database.module(shopStore);
  const queue = openRequestQueue(shop);
  const requestIds = new SignedRequestIds(settings.values.COUPON_REQUEST_SECRET, clock);
  const processor = measureProcessor(createCouponIssueProcessor(ledger), shop.telemetry);
  return {
    ledger,
    queue,
    requestIds,
    processor,
    requestCoupon: createRequestCoupon({ ledger, queue, ids: requestIds, clock }),
    manage: (command) => manageCampaign({ ledger, registry }, command),
    reset: (couponId) =>
      resetCampaign({ ledger, registry }, { couponId, resetId: shop.ids.next() }),
    async work(options) {
      await shop.serveMetrics();
      const pace = couponPace(settings);
      const { member, signal } = options;
      const name = { role: 'coupon-worker', work: member };
      const watched = { name, signal, locks, hasIndependentSteps: true };
      await restartIfStalled(shop, watched, ({ watch, ...run }) =>
        runCouponWorker(
          {
            ...{ queue, clock, logger, locks: run.locks },
            processor: watchCalls(processor, 'processor', watch),
          },
          { ...options, signal: run.signal, pace },
        ),
      );
    },
  };
}

/** The queue of requests for coupons. */
export function openRequestQueue({ settings, codec, logger, ...shop }: ShopRuntime): RequestQueue {
  const { COUPON_TOPIC: topic, COUPON_GROUP: group } = settings.values;
  return new BusRequestQueue({ bus: shop.promptBus(), codec, logger }, { topic, group });
}

/** As requests arrive; on Redis also as the shop did that this one replaces. */
export function couponPace({ queueType, values }: ShopSettings): CouponPace {
  return queueType === 'redis' && values.COUPON_REDIS_MODE === 'poll'
    ? { mode: 'poll', intervalMs: values.COUPON_POLL_INTERVAL }
    : { mode: 'push', maxRequests: values.COUPON_BATCH_SIZE };
}
