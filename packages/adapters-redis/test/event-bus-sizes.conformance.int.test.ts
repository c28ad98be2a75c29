import { eventBusSizesSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { busHarness } from './setting/redis-harness.js';

bindSuite(eventBusSizesSuite, { adapter: 'redis', harness: () => busHarness() });
