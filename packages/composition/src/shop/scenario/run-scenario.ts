import { isRetryableError, type Clock } from '@foldmart/core';
import { driveTimed } from '@foldmart/core/shop';
import {
  AnswerKeyBuilder,
  scenarioMessages,
  scenarioSource,
  type AnswerKey,
  type ScenarioMessage,
  type ScenarioRecipe,
} from '@foldmart/generator';
import type { ScenarioSink } from './scenario-sink.js';

/** How a scenario runs. */
export interface ScenarioRequest {
  readonly recipe: ScenarioRecipe;
  readonly sink: ScenarioSink;
  readonly clock: Clock;
  /** Ends the run after this many messages that are sent. */
  readonly limit?: number;
  /** How many times faster than its times; `max` for as fast as possible. */
  readonly speed: number | 'max';
  /** Whether to build the answer key. */
  readonly isKeyed: boolean;
  /** Called after each publish. Must not throw. */
  readonly onProgress?: (progress: ScenarioProgress) => void;
  readonly signal: AbortSignal;
}

/** What a scenario has sent so far. */
export interface ScenarioProgress {
  /** Messages that are durable. */
  readonly sent: number;
  /** The name of the stage, and its place from 1. */
  readonly stage: string;
  readonly place: number;
  readonly stages: number;
  /** Milliseconds of the scenario that have passed. */
  readonly atMs: number;
}

/** What a scenario has sent. */
export interface ScenarioReport {
  /** Messages that are durable. */
  readonly sent: number;
  /** Messages whose publishing was abandoned when the run was stopped; each may or may not be published. */
  readonly unconfirmed: number;
  readonly answerKey: AnswerKey | undefined;
}

/**
 * Sends the messages of a scenario until it ends, the limit is reached or the signal aborts. Rejects with the error of
 * the sink that is not retryable.
 */
export async function runScenario(request: ScenarioRequest): Promise<ScenarioReport> {
  const { recipe, sink, clock, speed, isKeyed, signal, limit, onProgress } = request;
  const { stages } = recipe.scenario;
  const builder = isKeyed ? new AnswerKeyBuilder(recipe) : undefined;
  let [sent, unconfirmed] = [0, 0];
  const publish = async (items: readonly ScenarioMessage[]): Promise<void> => {
    for (const item of items) builder?.take(item);
    const sendable = items.filter(({ fault }) => fault !== 'lost');
    try {
      await sink.write(sendable);
      sent += sendable.length;
    } catch (error) {
      if (!signal.aborted || !isRetryableError(error)) throw error;
      unconfirmed += sendable.length;
    }
    const { stage = 0, atMs = 0 } = items.at(-1) ?? {};
    const name = stages[stage]?.name ?? '';
    onProgress?.({ sent, stage: name, place: stage + 1, stages: stages.length, atMs });
  };
  const messages = atMost(scenarioMessages(scenarioSource(recipe)), limit);
  await driveTimed(messages, { clock, signal, speed, publish });
  return { sent, unconfirmed, answerKey: builder?.end(unconfirmed === 0) };
}

/** Ends right after the message that reaches the limit. */
function* atMost(
  messages: Iterable<ScenarioMessage>,
  limit = Number.POSITIVE_INFINITY,
): Generator<ScenarioMessage, void> {
  let left = limit;
  if (left <= 0) return;
  for (const message of messages) {
    yield message;
    if (message.fault !== 'lost') left -= 1;
    if (left <= 0) return;
  }
}
