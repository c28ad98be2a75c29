import { campaignPhase, remainingStock } from '@foldmart/core/shop';
import type { CommandContext } from '../../command-context.js';
import type { MonitorTable } from '../../monitor/monitor-sample.js';
import type { ShopContext } from '../shop-context.js';
import { campaignsOf } from './coupon-topic-rule.js';

/** The newest campaigns come first, and the monitor has room for these. */
const most = 5;

/** The campaigns, for the monitor. */
export async function couponTables(context: CommandContext): Promise<readonly MonitorTable[]> {
  const { system } = context as unknown as ShopContext;
  const campaigns = (await campaignsOf(system)).toReversed().slice(0, most);
  if (campaigns.length === 0) return [];
  const rows = campaigns.map(({ state, nowMs }) => [
    state.couponId,
    campaignPhase(state, nowMs),
    state.stock,
    state.issued,
    remainingStock(state),
  ]);
  return [{ title: 'coupons', head: ['COUPON', 'PHASE', 'STOCK', 'ISSUED', 'REMAINING'], rows }];
}
