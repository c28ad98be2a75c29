export type { DeciderGiven, DeciderSpec, DeciderThen, DeciderWhen } from './decider-spec.js';
export { envelopes } from './envelope-arbitraries.js';
export type { ErrorMatcher } from './error-matcher.js';
export { goldenFaults, type GoldenFault } from './golden-faults.js';
export { goldenFile, type GoldenMessage } from './golden-file.js';
export type { ProjectionGiven, ProjectionSpec, SpecEvent } from './projection-spec.js';
export { specFor } from './spec-for.js';
export { SpecificationError, type Mismatch } from './specification-error.js';
export { VirtualClock } from './virtual-clock.js';
