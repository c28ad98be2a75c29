export {
  discardDeadLetters,
  type DiscardReport,
  type DiscardRequest,
} from './discard-dead-letters.js';
export {
  inspectLetter,
  readingOf,
  type InspectedLetter,
  type LetterReading,
} from './inspect-letter.js';
export { deadLetterReasons, deadLetterStatuses } from './letter-words.js';
export { lettersMatching } from './letters-matching.js';
export { assertHeadsChosen, waitingLetters } from './named-letters.js';
export { isRecordedBy } from './recorded-groups.js';
export {
  replayDeadLetters,
  type DeadLetterReplay,
  type DeadLetterReplayRequest,
} from './replay-dead-letters.js';
