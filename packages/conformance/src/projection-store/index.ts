import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { checkpointCases } from './checkpoints.js';

/** The contract of ProjectionStore, of ReadModelStore and of inline projections. */
export const projectionStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'projection-store',
  cases: [...checkpointCases],
};
