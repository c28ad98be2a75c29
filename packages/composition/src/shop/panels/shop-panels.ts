import type { ShopRuntime } from '../create-shop.js';
import type { Panel } from '../../config/index.js';
import { couponPanel } from './coupon-panel.js';
import { salesByCategoryPanel, salesByMinutePanel } from './sales-panels.js';

/** What the shop adds to the live page. */
export function shopPanels(shop: ShopRuntime): readonly Panel[] {
  return [salesByMinutePanel(shop), salesByCategoryPanel(shop), couponPanel(shop)];
}
