export type { DeciderGiven, DeciderSpec, DeciderThen, DeciderWhen } from './decider-spec.js';
export { envelopes, shopEnvelopes } from './envelope-arbitraries.js';
export type { ErrorMatcher } from './error-matcher.js';
export { goldenFaults, type GoldenFault } from './golden-faults.js';
export { goldenFile, type GoldenMessage } from './golden-file.js';
export {
  brokenMessages,
  deliver,
  eventMessages,
  headerlessMessages,
  type BrokenMessage,
  type EventMessage,
  type Placement,
} from './message-arbitraries.js';
export type { ProjectionGiven, ProjectionSpec, SpecEvent } from './projection-spec.js';
export {
  orderData,
  productData,
  productIds,
  unknownFields,
  userData,
  userGradeData,
  userIds,
  wireTimes,
} from './shop-arbitraries.js';
export { specFor } from './spec-for.js';
export { SpecificationError, type Mismatch } from './specification-error.js';
export { VirtualClock } from './virtual-clock.js';
