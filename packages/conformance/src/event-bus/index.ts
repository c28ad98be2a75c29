import type { EventBusHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { deliveryCases } from './delivery.js';

/** The contract of EventBus and EventBusAdmin. */
export const eventBusSuite: ConformanceSuite<EventBusHarness> = {
  port: 'event-bus',
  cases: [...deliveryCases],
};
