import { eventBusSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { busHarness } from './setting/redis-harness.js';

bindSuite(eventBusSuite, { adapter: 'redis', harness: busHarness, concurrent: true });
