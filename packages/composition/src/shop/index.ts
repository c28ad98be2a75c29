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
export {
  checkAnswers,
  isAsAnswered,
  type AnswerCheck,
  type AnswerDifference,
  type AnswerDifferenceKind,
  type CheckAnswersRequest,
} from './answers/index.js';
export { createShop, type Shop, type ShopRuntime, type ShopValues } from './create-shop.js';
export {
  drainOutbox,
  hasSharedQueue,
  keepGradesUpToDate,
  updateGradesOnce,
  type KeepGradesRequest,
} from './grades/index.js';
export { shopPanels } from './panels/shop-panels.js';
export { produce, type ProduceRequest, type ReportedProgress } from './produce.js';
export {
  busSink,
  runScenario,
  type ScenarioProgress,
  type ScenarioReport,
  type ScenarioRequest,
  type ScenarioSink,
} from './scenario/index.js';
export { dataSource, generatorRules } from './generation.js';
export { runShop, type ShopObserver, type ShopRequest } from './run-shop.js';
export { seedEmptyShop, seedShop, type SeedRequest } from './seed.js';
export { shopConfig } from './shop-config.js';
export { loadShopSettings, type ShopSettings } from './settings/shop-settings.js';
export { shopSettingDefinitions } from './settings/shop-setting-definitions.js';
export { isEverythingPersisted, type ShopSummary } from './shop-summary.js';
