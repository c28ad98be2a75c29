import type { ShopStoreHarness } from '../shop-harness.js';
import type { ConformanceSuite } from '../../suite.js';
import { ledgerCases } from '../audited-ledger.js';
import { campaignCases } from './campaigns.js';
import { decidingCases } from './deciding.js';
import { recordingCases } from './recording.js';
import { resetCases } from './resets.js';
import { rushCases } from './rushes.js';

/** The contract of CouponLedger, including its events, its dead letters and its audits. */
export const couponLedgerSuite: ConformanceSuite<ShopStoreHarness> = {
  port: 'coupon-ledger',
  cases: [
    ...campaignCases,
    ...decidingCases,
    ...recordingCases,
    ...resetCases,
    ...rushCases,
    ...ledgerCases,
  ],
};
