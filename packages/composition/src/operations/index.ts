export {
  assertHeadsChosen,
  deadLetterReasons,
  deadLetterStatuses,
  discardDeadLetters,
  inspectLetter,
  isRecordedBy,
  lettersMatching,
  readingOf,
  replayDeadLetters,
  waitingLetters,
  type DeadLetterReplay,
  type DeadLetterReplayRequest,
  type DiscardReport,
  type DiscardRequest,
  type InspectedLetter,
  type LetterReading,
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
export {
  explainRow,
  writtenModels,
  type ExplainRequest,
  type WrittenModel,
} from './explain-row.js';
export { findRelatedEvents, type RelatedEvents } from './related-events.js';
export { showStream, type StreamView } from './show-stream.js';
export { readStreamSteps, type StreamStep, type StreamSteps } from './stream-steps.js';
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
