import {
  BusRequestQueue,
  createCouponIssueProcessor,
  createRequestCoupon,
  manageCampaign,
  runCouponWorker,
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
import type { System } from '../runtime/system.js';
import type { Settings } from '../settings/settings.js';
import { SignedRequestIds } from './signed-request-ids.js';

/** The coupon rush of a system: what its API, its workers and its commands are made of. */
export interface CouponRush {
  /** Campaigns, holders, outcomes. */
  readonly ledger: CouponLedger;
  readonly queue: RequestQueue;
  readonly requestIds: RequestIds;
  readonly processor: CouponIssueProcessor;
  /** Takes a wish, or says at once why not. */
  readonly requestCoupon: RequestCoupon;
  /** Opens, refills or closes a campaign: see `manageCampaign`. */
  readonly manage: (command: CampaignCommand) => Promise<CampaignStatus>;
  /** Decides requests until the signal aborts, at the pace that is set: see `runCouponWorker`. */
  readonly work: (options: Omit<CouponWorkerOptions, 'pace'>) => Promise<void>;
}

/** Puts the rush together. Opens the database; the queue is connected at its first use, and its topic must exist by then. */
export async function openCouponRush(system: System): Promise<CouponRush> {
  const { settings, codec, clock, logger, registry } = system;
  const { COUPON_TOPIC: topic, COUPON_GROUP: group } = settings.values;
  const { coupons: ledger, locks } = await system.database();
  const queue = new BusRequestQueue({ bus: system.couponBus(), codec, logger }, { topic, group });
  const requestIds = new SignedRequestIds(settings.values.COUPON_REQUEST_SECRET, clock);
  const processor = createCouponIssueProcessor(ledger);
  return {
    ledger,
    queue,
    requestIds,
    processor,
    requestCoupon: createRequestCoupon({ ledger, queue, ids: requestIds, clock }),
    manage: (command) => manageCampaign({ ledger, registry }, command),
    work: (options) =>
      runCouponWorker(
        { queue, processor, locks, clock, logger },
        { ...options, pace: couponPace(settings) },
      ),
  };
}

/** As requests arrive; on Redis also as the system did that this one replaces. */
export function couponPace({ queueType, values }: Settings): CouponPace {
  return queueType === 'redis' && values.COUPON_REDIS_MODE === 'poll'
    ? { mode: 'poll', intervalMs: values.COUPON_POLL_INTERVAL }
    : { mode: 'push', maxRequests: values.COUPON_BATCH_SIZE };
}
