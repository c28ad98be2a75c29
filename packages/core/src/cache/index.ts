export { agingBound, fillPlaces, planSegments, type SegmentQuota } from './cache-plan.js';
export {
  defaultCacheSelection,
  type AgingSelection,
  type CacheSelection,
  type KindSelection,
  type StratifiedSelection,
  type Stratum,
} from './cache-selection.js';
export { cacheable } from './cacheable.js';
export {
  cachedAtColumn,
  segmentOf,
  type CachedEntityKind,
  type CacheSegment,
  type SegmentOrder,
} from './cached-entity-kind.js';
export { assertCachedEntityKind, assertCachedEntityKinds } from './check-cached-entity-kind.js';
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
