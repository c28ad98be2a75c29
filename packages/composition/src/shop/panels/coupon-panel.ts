import { campaignPhase, remainingStock, shopStore } from '@foldmart/core/shop';
import type { Panel } from '../../config/index.js';
import type { Runtime } from '../../runtime/index.js';

const most = 8;

/** What is left of each coupon, newest campaigns first. */
export function couponPanel(runtime: Runtime): Panel {
  return {
    name: 'coupon-stock',
    title: 'Coupon stock',
    async read() {
      const { coupons } = (await runtime.inspect()).module(shopStore);
      const campaigns = await coupons.campaigns({});
      const levels = campaigns.slice(-most).map(({ state, nowMs }) => ({
        label: `coupon ${String(state.couponId)}`,
        value: remainingStock(state),
        of: state.stock,
        note: campaignPhase(state, nowMs),
      }));
      return { kind: 'levels', levels: levels.reverse() };
    },
  };
}
