import type { ScenarioMessage } from '../scenario/scenario-message.js';
import { scenarioMessages } from '../scenario/scenario-messages.js';
import { scenarioSource } from '../scenario/scenario-recipe.js';
import type { AnswerKey } from './answer-key.js';

/** Generates the messages of an answer key again, lost ones included. */
export function* keyedMessages({
  recipe,
}: Pick<AnswerKey, 'recipe'>): Generator<ScenarioMessage, void> {
  let left = recipe.messages;
  if (left === 0) return;
  for (const message of scenarioMessages(scenarioSource(recipe))) {
    yield message;
    left -= 1;
    if (left === 0) return;
  }
}
