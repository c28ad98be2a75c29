export {
  findAcknowledgedGaps,
  recordAcknowledgedGaps,
  type AcknowledgedGap,
  type AcknowledgedGapsDependencies,
} from './acknowledged-gaps.js';
export { bisect, type BisectedPart } from './bisect.js';
export {
  recordConsumed,
  type ConsumedPosition,
  type ConsumedRange,
  type ConsumedState,
  type ConsumptionGap,
} from './consumed-position.js';
export {
  deadLetterDetail,
  type DeadLetter,
  type DeadLetterAction,
  type DeadLetterReason,
  type DeadLetterStatus,
  type EditableContents,
  type HeldKey,
  type MessageSource,
  type NewDeadLetter,
} from './dead-letter.js';
export { GapReports, type GapReportsOptions, type PartitionGap } from './gap-reports.js';
export {
  compareOffsets,
  HeldKeys,
  holdsKey,
  inOrderOfMessages,
  successorLetter,
  type KeyHead,
  type ParkingPolicy,
} from './held-keys.js';
export { measureLag, type GroupOnTopic, type LagReport } from './measure-lag.js';
export type {
  BatchPosition,
  DeliveredMessage,
  MessageBatch,
  MessageCoordinates,
  MessageHeaders,
  OutgoingMessage,
} from './message.js';
export { partitionForKey } from './murmur2.js';
export { Partitioner } from './partitioner.js';
export {
  persistEvents,
  type PersistEventsDependencies,
  type PersistEventsOptions,
  type PersistReport,
} from './persist-events.js';
export { messageOfLetter, readLetter } from './read-letter.js';
export {
  replayLetters,
  type LetterFailure,
  type ReplayLettersOptions,
  type ReplaySummary,
} from './replay-letters.js';
export { assertReplayable, assertWaiting, waitsBehind } from './replayable.js';
export { createOrderedPublisher, type OrderedPublisherOptions } from './ordered-publisher.js';
export {
  createBusPublisher,
  createDirectPublisher,
  toIngestItem,
  type PublishEvents,
} from './publish-events.js';
export {
  isOutgoingEvent,
  relayOutbox,
  type RelayOutboxDependencies,
  type RelayOutboxOptions,
  type RelayProgress,
} from './relay-outbox.js';
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
  type TopicChange,
  type TopicDescription,
  type TopicDrift,
  type TopicSpec,
} from './topic.js';
