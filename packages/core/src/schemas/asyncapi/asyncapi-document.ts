import type { Domain, DomainTopic } from '../../app/domain.js';
import type { SchemaCatalogue } from '../schema-catalogue.js';
import { channelOf } from './channel.js';
import { messagesOf, schemasOf } from './messages.js';
import { operationsOf } from './operations.js';
import { publishedEvents, type AsyncApiObject, type PublishedEvent } from './published-event.js';

/** What a document says beside the events. */
export interface AsyncApiOptions {
  /** Default: the domain's name. */
  readonly title?: string;
  /** The version of the document; default 1.0.0. */
  readonly version?: string;
  /** The topics with the settings that they get; default: what the domain states. Others that events name are added. */
  readonly topics?: readonly DomainTopic[];
}

type DescribedDomain = Pick<Domain, 'name' | 'registry' | 'consumers' | 'topics'>;

/**
 * Describes the topics, messages and consumer groups of a domain as an AsyncAPI 3.0 document. An event has one message for
 * each version in the catalogue; programs of the domain send the newest and receive all of them.
 *
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0
 */
export function asyncApiDocument(
  domain: DescribedDomain,
  catalogue: SchemaCatalogue,
  options: AsyncApiOptions = {},
): AsyncApiObject {
  const { title = domain.name, version = '1.0.0' } = options;
  const published = publishedEvents(domain, catalogue);
  const topics = withNamed(options.topics ?? domain.topics, published);
  const channels = topics.map((topic) => [topic.name, channelOf(topic, published)] as const);
  return {
    asyncapi: '3.0.0',
    info: { title, version, description: `The events of ${title}.` },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(channels),
    operations: operationsOf(domain, topics, published),
    components: {
      messages: Object.fromEntries(published.flatMap(messagesOf)),
      schemas: Object.fromEntries(published.flatMap(schemasOf)),
    },
  };
}

function withNamed(
  topics: readonly DomainTopic[],
  published: readonly PublishedEvent[],
): readonly DomainTopic[] {
  const named = new Set(published.flatMap(({ definition }) => definition.topic ?? []));
  const others = [...named].filter((name) => !topics.some((topic) => topic.name === name));
  return [...topics, ...others.map((name) => ({ name }))];
}
