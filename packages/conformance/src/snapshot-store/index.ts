import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { keepingCases } from './keeping.js';
import { stateCases } from './states.js';

/** The contract of SnapshotStore. */
export const snapshotStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'snapshot-store',
  cases: [...keepingCases, ...stateCases],
};
