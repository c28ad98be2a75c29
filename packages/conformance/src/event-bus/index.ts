import type { EventBusHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { closeCases } from './close.js';
import { crashCases } from './crash.js';
import { deliveryCases } from './delivery.js';
import { failureCases } from './failure.js';
import { flowCases } from './flow.js';
import { groupDeletionCases } from './group-deletion.js';
import { groupCases } from './groups.js';
import { lagCases } from './lag.js';
import { limitCases } from './limits.js';
import { offsetResetCases } from './offset-reset.js';
import { ownershipCases } from './ownership.js';
import { publishingCases } from './publishing.js';
import { rebalanceCases } from './rebalance.js';
import { sharingCases } from './sharing.js';
import { topicCases } from './topics.js';

/** The contract of EventBus and EventBusAdmin. */
export const eventBusSuite: ConformanceSuite<EventBusHarness> = {
  port: 'event-bus',
  cases: [
    ...deliveryCases,
    ...publishingCases,
    ...limitCases,
    ...groupCases,
    ...sharingCases,
    ...rebalanceCases,
    ...failureCases,
    ...crashCases,
    ...ownershipCases,
    ...closeCases,
    ...flowCases,
    ...topicCases,
    ...lagCases,
    ...offsetResetCases,
    ...groupDeletionCases,
  ],
};
