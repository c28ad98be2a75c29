import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { listingCases } from './listing.js';
import { parkingCases } from './parking.js';
import { settlingCases } from './settling.js';

/** The contract of DeadLetterStore. */
export const deadLetterStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'dead-letter-store',
  cases: [...parkingCases, ...listingCases, ...settlingCases],
};
