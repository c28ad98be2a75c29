import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { samplingCases } from './sampling.js';

/** The contract of EntityCache. */
export const entityCacheSuite: ConformanceSuite<EntityCacheHarness> = {
  port: 'entity-cache',
  cases: [...samplingCases],
};
