import type { EventBusHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { closeCases } from './close.js';
import { crashCases } from './crash.js';
import { deletedTopicCases } from './deleted-topics.js';
import { deliveryCases } from './delivery.js';
import { failureCases } from './failure.js';
import { flowCases } from './flow.js';
import { groupDeletionCases } from './group-deletion.js';
import { groupDescriptionCases } from './group-descriptions.js';
import { groupCases } from './groups.js';
import { interruptionCases } from './interruptions.js';
import { lagCases } from './lag.js';
import { limitCases } from './limits.js';
import { offsetResetCases } from './offset-reset.js';
import { ownershipCases } from './ownership.js';
import { positionCases } from './positions.js';
import { publishOrderCases } from './publish-order.js';
import { publishingCases } from './publishing.js';
import { readingCases } from './reading.js';
import { rebalanceCases } from './rebalance.js';
import { recreatedTopicCases } from './recreated-topics.js';
import { sharingCases } from './sharing.js';
import { topicChangeCases } from './topic-changes.js';
import { topicCases } from './topics.js';

/** The contract of EventBus and EventBusAdmin. */
export const eventBusSuite: ConformanceSuite<EventBusHarness> = {
  port: 'event-bus',
  cases: [
    ...deliveryCases,
    ...publishingCases,
    ...publishOrderCases,
    ...limitCases,
    ...groupCases,
    ...sharingCases,
    ...rebalanceCases,
    ...failureCases,
    ...interruptionCases,
    ...crashCases,
    ...ownershipCases,
    ...closeCases,
    ...flowCases,
    ...topicCases,
    ...deletedTopicCases,
    ...recreatedTopicCases,
    ...positionCases,
    ...lagCases,
    ...offsetResetCases,
    ...groupDescriptionCases,
    ...topicChangeCases,
    ...readingCases,
    ...groupDeletionCases,
  ],
};
