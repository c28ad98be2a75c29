import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';

/** The contract of RebuildStore. */
export const rebuildStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'rebuild-store',
  cases: [],
};
