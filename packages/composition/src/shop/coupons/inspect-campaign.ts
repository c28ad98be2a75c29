import { shopStore, type CampaignStatus } from '@foldmart/core/shop';
import type { ShopRuntime } from '../create-shop.js';
import { openRequestQueue } from './open-coupon-rush.js';

/** A campaign and its part of the queue. */
export interface InspectedCampaign {
  readonly status: CampaignStatus;
  /** Requests that are not committed; null if the queue lives in a process. */
  readonly waiting: number | null;
}

/** Reads a campaign; creates neither tables nor the topic. Undefined if there is no such campaign. */
export async function inspectCampaign(
  shop: ShopRuntime,
  couponId: number,
): Promise<InspectedCampaign | undefined> {
  const database = await shop.inspect();
  const status = await database.module(shopStore).coupons.status(couponId);
  if (status === undefined) return undefined;
  return { status, waiting: await waitingFor(shop, couponId) };
}

async function waitingFor(shop: ShopRuntime, couponId: number): Promise<number | null> {
  const { queueType, values } = shop.settings;
  if (queueType === 'memory' || queueType === 'direct') return null;
  const found = await shop.promptBus().admin.describeTopics([values.COUPON_TOPIC]);
  return found.length === 0 ? 0 : openRequestQueue(shop).size(couponId);
}
