export {
  couponPace,
  inspectCampaign,
  openCouponRush,
  prepareCouponTopic,
  SignedRequestIds,
  wantedCouponTopic,
  type CouponRush,
  type InspectedCampaign,
} from './coupons/index.js';
export { createShop, type Shop, type ShopRuntime, type ShopValues } from './create-shop.js';
export {
  drainOutbox,
  hasSharedQueue,
  keepGradesUpToDate,
  updateGradesOnce,
  type KeepGradesRequest,
} from './grades/index.js';
export { produce, type ProduceRequest, type ReportedProgress } from './produce.js';
export { runShop, type ShopObserver, type ShopRequest } from './run-shop.js';
export { seedEmptyShop, seedShop, type SeedRequest } from './seed.js';
export { shopConfig } from './shop-config.js';
export { loadShopSettings, type ShopSettings } from './settings/shop-settings.js';
export { shopSettingDefinitions } from './settings/shop-setting-definitions.js';
export { isEverythingPersisted, type ShopSummary } from './shop-summary.js';
