export {
  agingBound,
  defaultCacheSelection,
  fillPlaces,
  planSegments,
  type CacheSelection,
  type CacheStrategy,
  type SegmentQuota,
} from './cache-plan.js';
export {
  catalogueProducts,
  catalogueUsers,
  defaultCatalogue,
  type CatalogueDependencies,
  type CatalogueOptions,
} from './catalogue.js';
export {
  followLog,
  type FollowLogDependencies,
  type FollowLogOptions,
  type LogPage,
  type LogStart,
} from './follow-log.js';
export {
  decideOrders,
  generateOrders,
  type BurstContext,
  type DecidedOrders,
  type GeneratedOrders,
  type GenerateOrdersDependencies,
} from './generate-orders.js';
export { catchUpProjection, type CatchUpProjectionOptions } from './catch-up-projection.js';
export type { DifferentColumn, RowDifference } from './compare-rows.js';
export { createCouponIssueProcessor, type CouponIssueProcessor } from './issue-coupons.js';
export { manageCampaign, type ManageCampaignsDependencies } from './manage-campaigns.js';
export { measureLag, type GroupOnTopic, type LagReport } from './measure-lag.js';
export {
  pickByPropensity,
  pickFromCache,
  pickFromCatalogue,
  type OrderPick,
  type PickOrders,
  type PropensityPool,
} from './order-picks.js';
export {
  persistEvents,
  type PersistEventsDependencies,
  type PersistEventsOptions,
  type PersistReport,
} from './persist-events.js';
export {
  producerSettingsSchema,
  propensityOrderPauseMs,
  type ProducedKind,
  type ProducerSettings,
} from './producer-settings.js';
export type { PublishedProgress } from './producer-tally.js';
export type { ProducerDependencies, ProducerOptions, ProducerProgress } from './production-run.js';
export type { ProjectedStep, ProjectionDependencies } from './project-page.js';
export {
  createBusPublisher,
  createDirectPublisher,
  toIngestItem,
  type PublishEvents,
} from './publish-events.js';
export { rebuildProjections } from './rebuild-projections.js';
export type {
  RebuildDependencies,
  RebuildOptions,
  RebuildProgress,
  RebuildResult,
} from './rebuild-run.js';
export {
  refreshCache,
  type CacheRefresh,
  type KindRefresh,
  type KindRefreshOutcome,
  type RefreshCacheDependencies,
} from './refresh-cache.js';
export {
  isOutgoingEvent,
  relayOutbox,
  type RelayOutboxDependencies,
  type RelayOutboxOptions,
  type RelayProgress,
} from './relay-outbox.js';
export {
  createRequestCoupon,
  type CouponWish,
  type RequestCoupon,
  type RequestCouponDependencies,
  type WishAnswer,
} from './request-coupon.js';
export {
  runCacheWorker,
  type CacheWorkerDependencies,
  type CacheWorkerOptions,
  type CacheWorkerResult,
} from './run-cache-worker.js';
export {
  runCouponWorker,
  type CouponPace,
  type CouponWorkerDependencies,
  type CouponWorkerOptions,
} from './run-coupon-worker.js';
export { runProducer, type ProducerResult } from './run-producer.js';
export {
  runProjection,
  type ProjectionRunnerDependencies,
  type RunProjectionOptions,
} from './run-projection.js';
export {
  runSubscription,
  type RunSubscriptionOptions,
  type SubscriptionContext,
  type SubscriptionDependencies,
  type SubscriptionHandler,
  type SubscriptionStep,
} from './run-subscription.js';
export {
  seedCatalogue,
  type SeedCatalogueDependencies,
  type SeedCatalogueOptions,
  type SeedCounts,
  type SeedProgress,
  type SeedReport,
} from './seed-catalogue.js';
export {
  verifyReadModels,
  type Verification,
  type VerifiedModel,
  type VerifyDependencies,
  type VerifyOptions,
} from './verify-read-models.js';
