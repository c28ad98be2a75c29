export type { Assignment } from './assignment-reports.js';
export { consumerOf, consumersOf, type Consumer } from './consumers.js';
export {
  catchUpProjections,
  followProjections,
  laggingProjections,
  type LaggingProjection,
} from './follow-projections.js';
export { cacheSelections, keepCacheFresh, refreshCacheOnce } from './keep-cache-fresh.js';
export type { PersistCounts } from './persist-totals.js';
export { runOutbox } from './relay-outbox.js';
export type { ConsumerObserver } from './consumer-observer.js';
export { runConsumers, type RunningConsumers } from './run-consumers.js';
export { runSubscriptions, type FindSubject } from './run-subscriptions.js';
export {
  roles,
  startRoles,
  usefulRoles,
  type Role,
  type RoleObserver,
  type RunningRoles,
  type StartRequest,
} from './start-roles.js';
