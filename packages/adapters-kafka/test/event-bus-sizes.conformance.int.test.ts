import { eventBusSizesSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { kafkaBusHarness } from './support/bus-harness.js';

bindSuite(eventBusSizesSuite, { adapter: 'kafka', harness: kafkaBusHarness });
