import {
  createOrderedPublisher,
  requireDefinition,
  type OutgoingMessage,
  type RetryOptions,
} from '@foldmart/core';
import type { ScenarioMessage } from '@foldmart/generator';
import type { Runtime } from '../../runtime/index.js';
import type { ScenarioSink } from './scenario-sink.js';

type Publish = (messages: readonly OutgoingMessage[]) => Promise<void>;

/** Publishes messages to the queue, in order per topic. Retryable failures are retried with the same messages. */
export function busSink(
  runtime: Pick<Runtime, 'bus' | 'registry'>,
  retry: Omit<RetryOptions, 'maxAttempts'>,
): ScenarioSink {
  const publishers = new Map<string, Publish>();
  const publisherOf = (topic: string): Publish => {
    const known = publishers.get(topic);
    if (known !== undefined) return known;
    const publish: Publish = (messages) => runtime.bus().publish(topic, messages);
    const ordered = createOrderedPublisher(publish, { retry });
    publishers.set(topic, ordered);
    return ordered;
  };
  return {
    async write(messages) {
      const calls = [...byTopic(runtime, messages)].map(([topic, list]) =>
        publisherOf(topic)(list),
      );
      await Promise.all(calls);
    },
  };
}

/** Topics have the prefix of the settings here, and none in the scenario. */
function byTopic(
  { registry }: Pick<Runtime, 'registry'>,
  messages: readonly ScenarioMessage[],
): ReadonlyMap<string, readonly OutgoingMessage[]> {
  const lists = new Map<string, OutgoingMessage[]>();
  for (const { event, topic: plain, message } of messages) {
    const topic = requireDefinition(registry, event.type).topic ?? plain;
    const list = lists.get(topic);
    if (list === undefined) lists.set(topic, [message]);
    else list.push(message);
  }
  return lists;
}
