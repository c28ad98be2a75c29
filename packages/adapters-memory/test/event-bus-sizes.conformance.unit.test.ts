import { eventBusSizesSuite, realClock } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memoryBusHarness } from './support/bus-harness.js';

bindSuite(eventBusSizesSuite, { adapter: 'memory', harness: () => memoryBusHarness(realClock) });
