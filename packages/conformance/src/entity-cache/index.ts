import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { closeCases } from './close.js';
import { fencingCases } from './fencing.js';
import { historyCases } from './histories.js';
import { readerCases } from './readers.js';
import { replacementCases } from './replacement.js';
import { samplingCases } from './sampling.js';
import { statisticsCases } from './statistics.js';

/** The contract of EntityCache. */
export const entityCacheSuite: ConformanceSuite<EntityCacheHarness> = {
  port: 'entity-cache',
  cases: [
    ...replacementCases,
    ...readerCases,
    ...fencingCases,
    ...samplingCases,
    ...statisticsCases,
    ...closeCases,
    ...historyCases,
  ],
};
