import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { holdingCases } from './holding.js';

/** The contract of LeaderLock. */
export const leaderLockSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'leader-lock',
  cases: [...holdingCases],
};
