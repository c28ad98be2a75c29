export {
  followLog,
  type FollowLogDependencies,
  type FollowLogOptions,
  type LogPage,
  type LogStart,
} from './follow-log.js';
export { WakeUps } from './wake-ups.js';
export {
  runSubscription,
  subscriptionLock,
  type RunSubscriptionOptions,
  type SubscriptionContext,
  type SubscriptionDependencies,
  type SubscriptionHandler,
  type SubscriptionStep,
} from './run-subscription.js';
