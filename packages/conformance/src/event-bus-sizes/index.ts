import type { EventBusHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { closingMemberCases } from './closing-members.js';
import { manyMemberCases } from './many-members.js';
import { manyTopicCases } from './many-topics.js';

/** The contract of EventBus with many members, topics and messages. Its cases take some ten seconds of a busy machine. */
export const eventBusSizesSuite: ConformanceSuite<EventBusHarness> = {
  port: 'event-bus-sizes',
  cases: [...manyMemberCases, ...manyTopicCases, ...closingMemberCases],
};
