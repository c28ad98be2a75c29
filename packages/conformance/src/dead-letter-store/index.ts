import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { listingCases } from './listing.js';
import { parkingCases } from './parking.js';

/** The contract of DeadLetterStore. */
export const deadLetterStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'dead-letter-store',
  cases: [...parkingCases, ...listingCases],
};
