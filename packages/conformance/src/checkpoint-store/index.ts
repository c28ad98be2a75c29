import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { movingCases } from './moving.js';

/** The contract of CheckpointStore. */
export const checkpointStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'checkpoint-store',
  cases: [...movingCases],
};
