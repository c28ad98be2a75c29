import type { LeaderLockHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { holdingCases } from './holding.js';
import { leasingCases } from './leasing.js';
import { listingCases } from './listing.js';

/** The contract of LeaderLock. */
export const leaderLockSuite: ConformanceSuite<LeaderLockHarness> = {
  port: 'leader-lock',
  cases: [...holdingCases, ...leasingCases, ...listingCases],
};
