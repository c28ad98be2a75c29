import { entityCacheSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryCacheHarness } from './support/cache-harness.js';

bindSuite(entityCacheSuite, { adapter: 'memory', harness: () => memoryCacheHarness(realClock) });
