import { entityCacheSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { cacheHarness } from './setting/redis-harness.js';

bindSuite(entityCacheSuite, { adapter: 'redis', harness: cacheHarness });
