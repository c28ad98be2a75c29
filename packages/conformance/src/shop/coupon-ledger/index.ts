import type { EventStoreHarness } from '../../harness.js';
import type { ConformanceSuite } from '../../suite.js';
import { campaignCases } from './campaigns.js';
import { decidingCases } from './deciding.js';
import { recordingCases } from './recording.js';
import { rushCases } from './rushes.js';

/** The contract of CouponLedger, with what it owes to the log and to dead letters. */
export const couponLedgerSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'coupon-ledger',
  cases: [...campaignCases, ...decidingCases, ...recordingCases, ...rushCases],
};
