import { eventBusSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { kafkaBusHarness } from './support/bus-harness.js';

bindSuite(eventBusSuite, { adapter: 'kafka', harness: kafkaBusHarness, concurrent: true });
