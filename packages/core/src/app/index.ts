export {
  defineDecider,
  type CommandContext,
  type CommandOf,
  type DeciderOptions,
  type Decision,
  type DefinedDecider,
  type InputOf,
  type SnapshotRule,
} from './define-decider.js';
export type {
  DeciderCommands,
  SendCommand,
  Subject,
  SubscriptionCommands,
} from './decider-commands.js';
export { defineDomain } from './define-domain.js';
export {
  defineSubscription,
  type DomainSubscription,
  type StoredEventOf,
  type SubscriptionHandlerContext,
  type SubscriptionOptions,
} from './define-subscription.js';
export type { AnyDecider, Deciders, EventOfDecider, StateOf } from './any-decider.js';
export type {
  Domain,
  DomainCachedKind,
  DomainConsumer,
  DomainOptions,
  DomainTopic,
  StreamFold,
} from './domain.js';
export type { EventShape, EventShapes, ShapeDefinitions, ShapeEvent } from './event-shapes.js';
export { withTopicPrefix } from './prefixed-domain.js';
export { createSubject, streamOf, type NamedDecider, type SubjectDependencies } from './subject.js';
