import { createEventRegistry } from '../events/event-registry.js';
import type { Deciders } from './any-decider.js';
import type { Domain } from './domain.js';

/** The same domain with a prefix before the names of its topics and groups, so that several share one queue. */
export function withTopicPrefix<Own extends Deciders>(
  domain: Domain<Own>,
  prefix: string,
): Domain<Own> {
  if (prefix === '') return domain;
  const { registry, topics, consumers } = domain;
  return {
    ...domain,
    registry: createEventRegistry(
      registry.definitions.map((definition) => ({
        ...definition,
        topic: definition.topic === undefined ? undefined : prefix + definition.topic,
      })),
    ),
    topics: topics.map((topic) => ({ ...topic, name: prefix + topic.name })),
    consumers: consumers.map((consumer) => ({
      ...consumer,
      topic: prefix + consumer.topic,
      group: prefix + consumer.group,
    })),
  };
}
