import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { candidateCases } from './candidates.js';
import { segmentCases } from './segments.js';
import { turnCases } from './turns.js';

/** The contract of ShopRepository, over the shop's own projections. */
export const repositorySuite: ConformanceSuite<EventStoreHarness> = {
  port: 'repository',
  cases: [...segmentCases, ...candidateCases, ...turnCases],
};
