import { entityCacheSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryCacheHarness } from './support/cache-harness.js';
import { realClock } from './support/real-clock.js';

bindSuite(entityCacheSuite, { adapter: 'memory', harness: () => memoryCacheHarness(realClock) });
