import type { Domain } from '../app/domain.js';
import type { AnyEventDefinition } from '../events/event-registry.js';
import { eventJsonSchema, type JsonSchema } from './json-schema.js';
import { keyTemplate } from './key-template.js';

/** An event of a domain as other programs know it. What is null is not stated by the domain. */
export interface CataloguedEvent {
  /** The version that programs of this domain write. */
  readonly version: number;
  readonly topic: string | null;
  /** What orders its messages, such as `{user_id}`. */
  readonly key: string | null;
  /** The stream that it belongs to, such as `order-{order_id}`. */
  readonly stream: string | null;
  /** The schemas of its data by version; those of former versions as far as they were kept. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

/** The events of a domain, as a file that is kept beside its code. */
export interface SchemaCatalogue {
  readonly domain: string;
  readonly events: Readonly<Record<string, CataloguedEvent>>;
}

/** Catalogues the events of a domain. The schemas of former versions are taken from `former`. */
export function schemaCatalogue(
  { name, registry }: Pick<Domain, 'name' | 'registry'>,
  former?: SchemaCatalogue,
): SchemaCatalogue {
  const events = registry.definitions
    .toSorted((one, other) => (one.type < other.type ? -1 : 1))
    .map((definition) => {
      const kept = former?.events[definition.type]?.schemas ?? {};
      return [definition.type, catalogued(definition, kept)] as const;
    });
  return { domain: name, events: Object.fromEntries(events) };
}

function catalogued(
  definition: AnyEventDefinition,
  kept: CataloguedEvent['schemas'],
): CataloguedEvent {
  const { version, topic, partitionKey, streamId } = definition;
  const older = Object.entries(kept).filter(([former]) => Number(former) < version);
  const stream = keyTemplate(streamId) ?? null;
  return {
    version,
    topic: topic ?? null,
    key: partitionKey === undefined ? stream : (keyTemplate(partitionKey) ?? null),
    stream,
    schemas: { ...Object.fromEntries(older), [version]: eventJsonSchema(definition) },
  };
}
