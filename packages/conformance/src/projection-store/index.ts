import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { agreementCases } from './agreement.js';
import { findingCases } from './finding.js';
import { openingCases } from './opening.js';
import { parkingCases } from './parking.js';
import { readingCases } from './reading.js';
import { refusingCases } from './refusing.js';
import { stateCases } from './states.js';
import { stepCases } from './steps.js';
import { valueCases } from './values.js';
import { writeOrderCases } from './write-order.js';

/** The contract of ProjectionStore and ReadModelStore, and of the writes of inline projections. */
export const projectionStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'projection-store',
  cases: [
    ...writeOrderCases,
    ...valueCases,
    ...readingCases,
    ...findingCases,
    ...stepCases,
    ...stateCases,
    ...parkingCases,
    ...openingCases,
    ...refusingCases,
    ...agreementCases,
  ],
};
