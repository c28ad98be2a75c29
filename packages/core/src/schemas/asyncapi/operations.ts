import type { Domain, DomainConsumer } from '../../app/domain.js';
import {
  isOn,
  messageIn,
  messageNames,
  newestName,
  ref,
  type AsyncApiObject,
  type PublishedEvent,
} from './published-event.js';

/** What programs of the domain do: publish to each topic, and consume it in a group. */
export function operationsOf(
  { name, consumers }: Pick<Domain, 'name' | 'consumers'>,
  topics: readonly { readonly name: string }[],
  published: readonly PublishedEvent[],
): AsyncApiObject {
  const sending = topics.flatMap((topic) => {
    const sent = published.filter((event) => isOn(topic.name, event));
    if (sent.length === 0) return [];
    const messages = sent.map((event) => messageIn(topic.name, newestName(event)));
    const summary = `${name} publishes to ${topic.name}`;
    return [[`publish-${topic.name}`, operation('send', topic.name, { summary, messages })]];
  });
  const receiving = consumers
    .filter(({ topic }) => topics.some((each) => each.name === topic))
    .map((consumer) => [`consume-${consumer.type}`, groupOperation(consumer, published)]);
  return Object.fromEntries([...sending, ...receiving]) as AsyncApiObject;
}

function groupOperation(
  { topic, group }: DomainConsumer,
  published: readonly PublishedEvent[],
): AsyncApiObject {
  const received = published.filter((event) => isOn(topic, event)).flatMap(messageNames);
  return operation('receive', topic, {
    summary: `${group} records what is published to ${topic}`,
    messages: received.map((name) => messageIn(topic, name)),
    bindings: {
      kafka: { groupId: { type: 'string', const: group }, bindingVersion: '0.5.0' },
    },
  });
}

function operation(action: 'send' | 'receive', topic: string, rest: AsyncApiObject) {
  return { action, channel: ref('channels', topic), ...rest };
}
