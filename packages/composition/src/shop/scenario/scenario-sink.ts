import type { ScenarioMessage } from '@foldmart/generator';

/** Takes the messages of a scenario. */
export interface ScenarioSink {
  /**
   * Resolves when all messages are durable. Calls come in the order of sending and may overlap. Rejects with an
   * error that is not retried.
   */
  write(messages: readonly ScenarioMessage[]): Promise<void>;
}
