import { isPortError } from '@foldmart/core';
import { campaignPhase, shopStore, type CampaignStatus } from '@foldmart/core/shop';
import type { CommandContext } from '../../command-context.js';
import type { ShopContext } from '../shop-context.js';

/**
 * Why the topic of coupon requests must keep its partitions: the order of a coupon's requests decides who gets one, and
 * it holds within a partition only. Undefined for another topic, or if every campaign is closed.
 */
export async function keepsCouponPartitions(
  context: CommandContext,
  topic: string,
): Promise<string | undefined> {
  const { settings, system } = context as unknown as ShopContext;
  if (topic !== settings.values.COUPON_TOPIC) return undefined;
  if (settings.databaseType === 'memory') {
    return 'it cannot be seen whether a campaign is open: set DB_TYPE=postgres';
  }
  const open = (await campaignsOf(system)).find(isUnfinished);
  if (open === undefined) return undefined;
  const { couponId } = open.state;
  return `the campaign of coupon ${String(couponId)} is not closed, and its requests would lose their order`;
}

function isUnfinished({ state, nowMs }: CampaignStatus): boolean {
  return campaignPhase(state, nowMs) !== 'closed';
}

/** All campaigns; none if the database was never set up. */
export async function campaignsOf(
  system: ShopContext['system'],
): Promise<readonly CampaignStatus[]> {
  try {
    const { coupons } = (await system.inspect()).module(shopStore);
    const found: CampaignStatus[] = [];
    for (;;) {
      const after = found.at(-1)?.state.couponId;
      const page = await coupons.campaigns(after === undefined ? {} : { after });
      if (page.length === 0) return found;
      found.push(...page);
    }
  } catch (error) {
    if (isPortError(error) && error.code?.startsWith('missing-') === true) return [];
    throw error;
  }
}
