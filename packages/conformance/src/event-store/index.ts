import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { readStreamCases } from './read-stream.js';

/** The contract of EventStore. */
export const eventStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'event-store',
  cases: [...readStreamCases],
};
