import type { CachedEntityKind } from '../cache/cached-entity-kind.js';
import type { Stratum } from '../cache/cache-selection.js';
import type { AnyEventDefinition, EventRegistry } from '../events/event-registry.js';
import type { ParkingPolicy } from '../messaging/held-keys.js';
import type { TopicSpec } from '../messaging/topic.js';
import type { BodyFormat } from '../ports/payload-codec.js';
import type { DerivedModels } from '../projections/derived-models.js';
import type { Projection } from '../projections/projection.js';
import type { Deciders } from './any-decider.js';
import type { DomainSubscription } from './define-subscription.js';

/** What the events of some streams amount to. Deciders are such folds; others are for looking only. */
export interface StreamFold {
  /** The types of its events; no two folds share one. */
  readonly handles: readonly string[];
  readonly initialState: unknown;
  readonly evolve: (state: never, event: never) => unknown;
}

/** A topic of a domain; what is not stated comes from the settings. */
export interface DomainTopic extends Partial<Omit<TopicSpec, 'name'>> {
  readonly name: string;
  /** Whether its number of partitions must never change, because a key must stay in its partition. */
  readonly keepsPartitions?: boolean;
  /** How the bodies of its messages are written; default `json`. The setting SCHEMA_REGISTRY_FORMATS comes first. */
  readonly format?: BodyFormat;
}

/** Who persists the events of a topic. */
export interface DomainConsumer {
  /** Names it on the command line, and its members: `order` for `order_consumer_1`. */
  readonly type: string;
  readonly topic: string;
  readonly group: string;
  /** What a message that is parked does to its key; default `park-key`. */
  readonly parking?: ParkingPolicy;
}

/** Entities of which the cache holds a sample. */
export interface DomainCachedKind {
  readonly kind: CachedEntityKind;
  /** How a stratified refresh divides the places of a batch. Without it, the kind is always refreshed by aging. */
  readonly strata?: readonly [Stratum, ...Stratum[]];
}

/** All that a domain brings. Pure: it opens nothing and knows no transport. */
export interface Domain<Own extends Deciders = Deciders> {
  readonly name: string;
  readonly deciders: Own;
  readonly registry: EventRegistry;
  readonly projections: readonly Projection[];
  readonly subscriptions: readonly DomainSubscription[];
  readonly cached: readonly DomainCachedKind[];
  readonly topics: readonly DomainTopic[];
  readonly consumers: readonly DomainConsumer[];
  readonly folds: readonly StreamFold[];
  readonly derived: readonly DerivedModels[];
}

/** What a domain is made of; only the name is needed. */
export interface DomainOptions<Own extends Deciders> {
  /** Lower-case letters, digits, `-` and `_`. */
  readonly name: string;
  readonly deciders?: Own;
  /** Events that no decider makes, such as facts of other systems. */
  readonly events?: readonly AnyEventDefinition[];
  readonly projections?: readonly Projection[];
  readonly subscriptions?: readonly DomainSubscription[];
  /** Kinds of entities to cache. */
  readonly cached?: readonly DomainCachedKind[];
  /** The topic of events that name none. Default: the domain's name; null keeps them in the log. */
  readonly defaultTopic?: string | null;
  /** The topics that the application creates and checks. Default: those that events name, with default settings. */
  readonly topics?: readonly DomainTopic[];
  /** Who persists what comes over the queue. Default: a group `<topic>_group` for each topic. */
  readonly consumers?: readonly DomainConsumer[];
  /** How streams that no decider of the domain folds are shown. */
  readonly folds?: readonly StreamFold[];
  /** Tables that the log determines without a projection; `verify` compares them. */
  readonly derived?: readonly DerivedModels[];
}
