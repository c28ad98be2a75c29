import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { announcingCases } from './announcing.js';
import { appendCases } from './append.js';
import { appendPositionCases } from './append-positions.js';
import { backlogCases } from './backlog.js';
import { closeCases } from './close.js';
import { concurrentIngestCases } from './concurrent-ingest.js';
import { conflictCases } from './conflicts.js';
import { consumedPositionCases } from './consumed-positions.js';
import { contentCases } from './contents.js';
import { countCases } from './count.js';
import { deadLetterCases } from './dead-letters.js';
import { duplicateCases } from './duplicates.js';
import { expectedVersionCases } from './expected-version.js';
import { findEventsCases } from './find-events.js';
import { findIdsCases } from './find-ids.js';
import { followingCases } from './following.js';
import { heldKeyCases } from './held-keys.js';
import { historyCases } from '../store-histories/histories.js';
import { identityCases } from './identity.js';
import { ingestTextCases } from './ingest-text.js';
import { ingestCases } from './ingest.js';
import { inlineProjectionCases } from './inline-projections.js';
import { limitCases } from './limits.js';
import { listStreamsCases } from './list-streams.js';
import { projectionFailureCases, skippingProjectionCases } from './projection-failures.js';
import { projectionFenceCases } from './projection-fence.js';
import { readAllCases } from './read-all.js';
import { readEndCases } from './read-end.js';
import { readStreamCases } from './read-stream.js';
import { recordedAtCases } from './recorded-at.js';
import { refusalCases } from './refusals.js';
import { replayRaceCases } from './replay-races.js';
import { replayCases } from './replays.js';
import { weakSchemaCases } from './weak-schema.js';

/** The contract of EventStore, including its dead letters and inline projections. */
export const eventStoreSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'event-store',
  cases: [
    ...appendCases,
    ...appendPositionCases,
    ...expectedVersionCases,
    ...duplicateCases,
    ...conflictCases,
    ...ingestCases,
    ...ingestTextCases,
    ...identityCases,
    ...concurrentIngestCases,
    ...refusalCases,
    ...deadLetterCases,
    ...contentCases,
    ...weakSchemaCases,
    ...recordedAtCases,
    ...readStreamCases,
    ...readAllCases,
    ...readEndCases,
    ...countCases,
    ...backlogCases,
    ...listStreamsCases,
    ...limitCases,
    ...followingCases,
    ...announcingCases,
    ...findIdsCases,
    ...findEventsCases,
    ...inlineProjectionCases,
    ...projectionFailureCases,
    ...skippingProjectionCases,
    ...projectionFenceCases,
    ...consumedPositionCases,
    ...heldKeyCases,
    ...replayCases,
    ...replayRaceCases,
    ...closeCases,
    ...historyCases,
  ],
};
