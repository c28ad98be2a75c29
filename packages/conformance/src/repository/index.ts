import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { candidateCases } from './candidates.js';
import { definitionCases } from './definitions.js';
import { segmentCases } from './segments.js';
import { turnCases } from './turns.js';

/** The contract of Repository, over the projections of a library. */
export const repositorySuite: ConformanceSuite<EventStoreHarness> = {
  port: 'repository',
  cases: [...segmentCases, ...definitionCases, ...candidateCases, ...turnCases],
};
