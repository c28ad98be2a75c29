import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { countCases } from './counts.js';

/** The contract of ShopRepository. */
export const repositorySuite: ConformanceSuite<EventStoreHarness> = {
  port: 'repository',
  cases: [...countCases],
};
