export { auditReaderSuite } from './audit-reader/index.js';
export { checkpointStoreSuite } from './checkpoint-store/index.js';
export { deadLetterStoreSuite } from './dead-letter-store/index.js';
export { entityCacheSuite } from './entity-cache/index.js';
export { eventBusSuite } from './event-bus/index.js';
export { eventBusSizesSuite } from './event-bus-sizes/index.js';
export { eventStoreSuite } from './event-store/index.js';
export type {
  BusInstance,
  BusInstanceOptions,
  EntityCacheHarness,
  EventBusHarness,
  EventStoreHarness,
  Harness,
  HeldAppend,
  LeaderLockHarness,
  StoppableProcess,
  StoreInstance,
  StoreProcess,
} from './harness.js';
export { leaderLockSuite } from './leader-lock/index.js';
export { memberProcessSuite } from './member-processes/index.js';
export type { MemberInstructions } from './member-processes/member-messages.js';
export type { MemberProgram } from './member-processes/member-process.js';
export type { MemberProcessHarness } from './member-processes/process-scene.js';
export { runMember } from './member-processes/run-member.js';
export { payloadCodecSuite } from './payload-codec/index.js';
export type { PayloadCodecHarness } from './payload-codec/codec-harness.js';
export { ProcessClock } from './process-clock.js';
export { projectionStoreSuite } from './projection-store/index.js';
export { agingNeverStarves, type AgingOptions } from './repository/aging-never-starves.js';
export { realClock } from './real-clock.js';
export { rebuildStoreSuite } from './rebuild-store/index.js';
export { repositorySuite } from './repository/index.js';
export {
  SchemaRegistryServer,
  type CompatibilityRule,
  type ServedSchema,
} from './schema-registry-server.js';
export { snapshotStoreSuite } from './snapshot-store/index.js';
export type { ConformanceCase, ConformanceSuite } from './suite.js';
export { TcpRelay, type TcpRelayOptions } from './tcp-relay.js';
