export type { AuditReader, AuditView } from './audit-reader.js';
export type { CheckpointState, CheckpointStore } from './checkpoint-store.js';
export type { Cancel, Clock } from './clock.js';
export { sleepBy } from './sleep-by.js';
export type { Database } from './database.js';
export type {
  DeadLetterFilter,
  DeadLetterQuery,
  DeadLetterSettlement,
  DeadLetterStore,
} from './dead-letter-store.js';
export type {
  CachedEntity,
  CachedKindStats,
  CacheStats,
  EntityCache,
  RefreshTicket,
  ReplaceOutcome,
} from './entity-cache.js';
export type {
  BatchContext,
  BatchHandler,
  CloseOptions,
  ComputedTarget,
  EventBus,
  EventBusAdmin,
  EventBusCapabilities,
  OffsetTarget,
  PartitionLag,
  SubscribeOptions,
  Subscription,
  SubscriptionObserver,
} from './event-bus.js';
export type { GroupDescription, MemberDescription, TopicAssignment } from './group-description.js';
export type { ReadLetter, ReplayedLetter, ReplayReport, ReplayRequest } from './replay.js';
export type { PartitionOffset, ReadPage, ReadRequest } from './topic-reading.js';
export type {
  AppendResult,
  EventStore,
  ExpectedVersion,
  LogBacklog,
  LogBlocker,
  LogEnd,
  LogRange,
  LogSlice,
  StreamAppend,
  StreamListRange,
  StreamRange,
  StreamSlice,
  StreamSummary,
} from './event-store.js';
export type { IngestBatch, IngestItem, IngestOutcome, IngestReport } from './ingest.js';
export type { IdSource } from './id-source.js';
export type { HeldLock, LeaderLease, LeaderLock } from './leader-lock.js';
export { assertLimit, assertStreamRange, largestLimit } from './limit.js';
export { silentLogger, type LogFields, type Logger } from './logger.js';
export type {
  Counter,
  Gauge,
  Histogram,
  HistogramDefinition,
  Meter,
  MetricDefinition,
  MetricLabels,
} from './meter.js';
export type { BodyFormat, PayloadCodec, ReadPayload, WrittenPayload } from './payload-codec.js';
export type { Preparation } from './preparation.js';
export type {
  ProjectionFailure,
  ProjectionState,
  ProjectionStep,
  ProjectionStore,
} from './projection-store.js';
export type { Random } from './random.js';
export type { ReadModelStore, RowRange } from './read-model-store.js';
export type { RebuildPlan, RebuildState, RebuildStep, RebuildStore } from './rebuild-store.js';
export type { Repository } from './repository.js';
export type { SnapshotStore, StreamSnapshot } from './snapshot-store.js';
export {
  assertModulesFit,
  openModules,
  type FindModule,
  type StoreModule,
} from './store-module.js';
export { noMeter, noTelemetry, noTracer, type Telemetry } from './telemetry.js';
export type { Span, SpanAttributes, SpanKind, SpanStart, TraceCarrier, Tracer } from './tracer.js';
