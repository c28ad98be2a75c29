import type { DomainTopic } from '../../app/domain.js';
import {
  isOn,
  messageNames,
  ref,
  type AsyncApiObject,
  type PublishedEvent,
} from './published-event.js';

/** A topic: its address, its messages and its settings. */
export function channelOf(
  topic: DomainTopic,
  published: readonly PublishedEvent[],
): AsyncApiObject {
  const names = published.filter((event) => isOn(topic.name, event)).flatMap(messageNames);
  const messages = names.map((name) => [name, ref('components', 'messages', name)] as const);
  return {
    address: topic.name,
    messages: Object.fromEntries(messages),
    bindings: { kafka: topicBinding(topic) },
  };
}

function topicBinding(topic: DomainTopic): AsyncApiObject {
  const { name, partitions, replicationFactor, retentionMs } = topic;
  return {
    topic: name,
    ...(partitions === undefined ? {} : { partitions }),
    ...(replicationFactor === undefined ? {} : { replicas: replicationFactor }),
    ...(retentionMs === undefined ? {} : { topicConfiguration: { 'retention.ms': retentionMs } }),
    bindingVersion: '0.5.0',
  };
}
