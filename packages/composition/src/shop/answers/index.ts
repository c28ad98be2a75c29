export {
  isAsAnswered,
  type AnswerCheck,
  type AnswerDifference,
  type AnswerDifferenceKind,
} from './answer-check.js';
export { checkAnswers, type CheckAnswersRequest } from './check-answers.js';
