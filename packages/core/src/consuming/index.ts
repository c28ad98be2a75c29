export { AssignmentReports } from './assignment-reports.js';
export { assertReadRequest, assertSubscribeOptions, closeDeadlineMs } from './call-options.js';
export {
  countSetting,
  deadlineMsSetting,
  durationMsSetting,
  retryPolicySetting,
} from './consumer-settings.js';
export { DeliveryAttempts } from './delivery-attempts.js';
export { guardedObserver } from './guarded-observer.js';
export { HandlerSlots } from './handler-slots.js';
export { MemberSession } from './member-session.js';
export { PartitionDelivery, type DeliveryContext } from './partition-delivery.js';
export { settlesWithin } from './settles-within.js';
export { TopicWatch, type TopicWatchDependencies, type WatchedTopic } from './topic-watch.js';
export { TransportWatch } from './transport-watch.js';
