import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { beginningCases } from './beginning.js';
import { crashCases } from './crashes.js';
import { finishingCases } from './finishing.js';
import { operationalColumnCases } from './operational-columns.js';
import { racingCases } from './racing.js';
import { readerCases } from './readers.js';
import { stepCases } from './steps.js';
import { writerCases } from './writers.js';

/** The contract of RebuildStore, including its effect on concurrent readers and writers. */
export const rebuildStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'rebuild-store',
  cases: [
    ...beginningCases,
    ...stepCases,
    ...finishingCases,
    ...writerCases,
    ...readerCases,
    ...operationalColumnCases,
    ...crashCases,
    ...racingCases,
  ],
};
