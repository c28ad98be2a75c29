export {
  discardDeadLetters,
  type DiscardReport,
  type DiscardRequest,
} from './discard-dead-letters.js';
export { lettersMatching } from './letters-matching.js';
export { isRecordedBy } from './recorded-groups.js';
export {
  replayDeadLetters,
  type DeadLetterReplay,
  type DeadLetterReplayRequest,
} from './replay-dead-letters.js';
