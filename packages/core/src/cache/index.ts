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
  refreshCache,
  type CacheRefresh,
  type KindRefresh,
  type KindRefreshOutcome,
  type RefreshCacheDependencies,
} from './refresh-cache.js';
export {
  runCacheWorker,
  type CacheWorkerDependencies,
  type CacheWorkerOptions,
  type CacheWorkerResult,
} from './run-cache-worker.js';
