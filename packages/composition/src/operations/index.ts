export {
  discardDeadLetters,
  isRecordedBy,
  lettersMatching,
  replayDeadLetters,
  type DeadLetterReplay,
  type DeadLetterReplayRequest,
  type DiscardReport,
  type DiscardRequest,
} from './dead-letters/index.js';
export {
  surveyProjections,
  type ProjectionOverview,
  type ProjectionSurvey,
} from './projection-overview.js';
export {
  rebuild,
  rebuildPlan,
  type RebuildOutcome,
  type RebuildRequest,
  type RebuildStepProgress,
} from './rebuild.js';
export { showStream, type StreamView } from './show-stream.js';
export { surveyGaps, type MissingMessages } from './survey-gaps.js';
export { surveyStalled, type StalledFollower } from './survey-stalled.js';
export { surveyOutbox, type OutboxOverview } from './survey-outbox.js';
export { tailEvents, type TailRequest } from './tail-events.js';
export {
  isVerified,
  verify,
  type UnknownProjection,
  type VerifyReport,
  type VerifyRequest,
} from './verify.js';
