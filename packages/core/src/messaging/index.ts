export {
  deadLetterDetail,
  type DeadLetter,
  type DeadLetterReason,
  type MessageSource,
  type NewDeadLetter,
} from './dead-letter.js';
export type {
  DeliveredMessage,
  MessageBatch,
  MessageCoordinates,
  MessageHeaders,
  OutgoingMessage,
} from './message.js';
export { partitionForKey } from './murmur2.js';
export {
  defaultRetryPolicy,
  retryDelayMs,
  retryTransient,
  type RetryOptions,
  type RetryPolicy,
} from './retry-policy.js';
export {
  topicDrift,
  type Compression,
  type TopicDescription,
  type TopicDrift,
  type TopicSpec,
} from './topic.js';
