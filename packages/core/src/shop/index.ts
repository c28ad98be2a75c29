export {
  catalogueProducts,
  catalogueUsers,
  defaultCatalogue,
  type CatalogueDependencies,
  type CatalogueOptions,
} from './catalogue/catalogue.js';
export {
  seedCatalogue,
  type SeedCatalogueDependencies,
  type SeedCatalogueOptions,
  type SeedCounts,
  type SeedProgress,
  type SeedReport,
} from './catalogue/seed-catalogue.js';
export {
  decideCampaign,
  type CampaignCommand,
  type CloseCampaign,
  type OpenCampaign,
  type RefillCampaign,
} from './coupons/campaign-decider.js';
export {
  couponCampaignClosed,
  couponCampaignReset,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponEventDefinitions,
  couponIssued,
  couponsIssued,
  couponIssueRequested,
  couponRequestsRefused,
  couponStream,
  mostBlockedUsers,
  mostStock,
  type CampaignEvent,
  type CouponCampaignClosed,
  type CouponCampaignReset,
  type CouponCampaignOpened,
  type CouponCampaignRefilled,
  type CouponEnvelope,
  type CouponEvent,
  type CouponIssued,
  type CouponIssueRequested,
  type CouponRequestsRefused,
  type CouponsIssued,
  type DecisionEvent,
} from './coupons/coupon-events.js';
export {
  campaignPhase,
  evolveCoupon,
  remainingStock,
  type CampaignPhase,
  type CouponRules,
  type CouponState,
} from './coupons/coupon-state.js';
export { customerGrades, reachesGrade, shopUserId } from './coupons/customer-grades.js';
export { decideAsSystemErrors, decideRequests } from './coupons/decisions/decide-requests.js';
export { decisionsIn, issuesIn, type IssueDecision } from './coupons/decisions/decision-events.js';
export {
  createCouponIssueProcessor,
  type CouponIssueProcessor,
} from './coupons/decisions/issue-coupons.js';
export type { RequestDecision } from './coupons/decisions/request-decision.js';
export {
  runCouponWorker,
  type CouponPace,
  type CouponWorkerDependencies,
  type CouponWorkerOptions,
} from './coupons/decisions/run-coupon-worker.js';
export {
  issueOutcomes,
  noOutcomes,
  type IssueOutcome,
  type OutcomeCounts,
} from './coupons/issue-outcome.js';
export { couponModels } from './coupons/ledger/coupon-models.js';
export {
  couponIssuesModel,
  couponOutcomesModel,
  couponsModel,
} from './coupons/ledger/coupon-read-models.js';
export { toCampaignRow, toOutcomeRow } from './coupons/ledger/coupon-rows.js';
export { resetCampaign } from './coupons/reset-campaign.js';
export { manageCampaign, type ManageCampaignsDependencies } from './coupons/manage-campaigns.js';
export type { BusRequestQueueDependencies } from './coupons/requests/bus-request-queue-dependencies.js';
export {
  BusRequestQueue,
  type BusRequestQueueOptions,
} from './coupons/requests/bus-request-queue.js';
export type {
  CouponRequest,
  QueuedItem,
  QueuedRequest,
  UnreadableRequest,
} from './coupons/requests/coupon-request.js';
export {
  couponGroup,
  couponKey,
  couponTopic,
  couponTopicName,
} from './coupons/requests/coupon-topic.js';
export {
  createRequestCoupon,
  type CouponRequestInput,
  type RequestCoupon,
  type RequestCouponDependencies,
  type CouponRequestResult,
} from './coupons/requests/request-coupon.js';
export {
  defaultGradeThresholds,
  earnedGrades,
  gradeFor,
  type EarnedGrade,
  type GradeThresholds,
} from './grades/grade-for.js';
export {
  gradeUpdaterLock,
  leadGradeUpdate,
  runGradeUpdater,
  type GradeUpdaterDependencies,
  type GradeUpdaterOptions,
} from './grades/run-grade-updater.js';
export { spendingModel } from './grades/spending-read-model.js';
export {
  updateGrades,
  type GradeUpdate,
  type UpdateGradesDependencies,
  type UpdateGradesOptions,
} from './grades/update-grades.js';
export {
  orderDecider,
  type Buyer,
  type ChangeOrderStatus,
  type OrderedProduct,
  type PlacedOrder,
  type OrderState,
  type PlaceOrder,
} from './orders/order-decider.js';
export {
  orderCreated,
  orderStatusChanged,
  type OrderCreated,
  type OrderEvent,
  type OrderStatusChanged,
} from './orders/order-events.js';
export { ordersModel } from './orders/order-read-models.js';
export type {
  CampaignFacts,
  CampaignStatus,
  CouponHolder,
  CouponLedger,
  NumberRange,
  RequestFacts,
  Settlement,
  SettlementScope,
} from './ports/coupon-ledger.js';
export type { CustomerSpending, CustomerSpent, SpendingQuery } from './ports/customer-spending.js';
export type { RequestIds } from './ports/request-ids.js';
export type {
  RequestLease,
  RequestQueue,
  RequestWorker,
  RequestWorkerOptions,
} from './ports/request-queue.js';
export type { Chance, SeededRandom } from './ports/seeded-random.js';
export type { GenerationContext, ShopGenerator } from './ports/shop-generator.js';
export {
  catalogueEntries,
  pickFromCatalogue,
  type CatalogueEntries,
  type CataloguePickOptions,
} from './production/catalogue-picks.js';
export { driveTimed, type DriveTimedOptions, type Timed } from './production/drive-timed.js';
export {
  decideOrders,
  generateOrders,
  type BurstContext,
  type DecidedOrders,
  type GeneratedOrders,
  type GenerateOrdersDependencies,
} from './production/generate-orders.js';
export {
  pickByPropensity,
  pickFromCache,
  type OrderPick,
  type PickOrders,
  type PropensityPool,
} from './production/order-picks.js';
export {
  withPopularity,
  type DrawIndex,
  type PickPopularity,
  type PopularityPool,
} from './production/popular-cache.js';
export {
  producerSettingsSchema,
  propensityOrderPauseMs,
  type ProducedKind,
  type ProducerSettings,
} from './production/producer-settings.js';
export type { PublishedProgress } from './production/producer-tally.js';
export type {
  ProducerDependencies,
  ProducerOptions,
  ProducerProgress,
} from './production/production-run.js';
export { runProducer, type ProducerResult } from './production/run-producer.js';
export { discountRate } from './products/discount-rate.js';
export {
  productDecider,
  type ProductListing,
  type ProductState,
} from './products/product-decider.js';
export {
  productCreated,
  type ProductCreated,
  type ProductEvent,
} from './products/product-events.js';
export { productActivityModel, productsModel } from './products/product-read-models.js';
export { salesByCategoryModel, salesByMinuteModel } from './sales/sales-read-models.js';
export {
  cachedProductSchema,
  cachedUserSchema,
  createShopCache,
  type CachedProduct,
  type CachedUser,
  type ShopCache,
} from './shop-cache.js';
export {
  defaultShopCacheOptions,
  shopCacheSelections,
  type ShopCacheOptions,
} from './shop-cache-selections.js';
export { productKind, shopCachedKinds, userKind } from './shop-cached-kinds.js';
export { shopConsumerTypes } from './shop-consumers.js';
export { countShop, type ShopCounts } from './shop-counts.js';
export { shopDeciders, shopDomain, type ShopDomainOptions } from './shop-domain.js';
export { shopProjections, type ShopProjectionOptions } from './shop-projections.js';
export { shopRegistry } from './shop-registry.js';
export { shopStore, type ShopPorts } from './shop-store.js';
export { shopTopics, type ShopTopicOptions } from './shop-topics.js';
export {
  createPropensityRule,
  defaultPropensityWeights,
  mostInclined,
  type PropensityFacts,
  type PropensityRule,
  type PropensityWeights,
} from './users/purchase-propensity.js';
export {
  userDecider,
  type ChangeGrade,
  type RegisterUser,
  type UserState,
} from './users/user-decider.js';
export {
  userCreated,
  userGradeChanged,
  type UserCreated,
  type UserEvent,
  type UserGradeChanged,
} from './users/user-events.js';
export { userActivityModel, usersModel } from './users/user-read-models.js';
export { wireTimeOf } from './wire-time.js';
