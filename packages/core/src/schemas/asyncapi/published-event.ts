import type { Domain } from '../../app/domain.js';
import type { AnyEventDefinition } from '../../events/event-registry.js';
import type { CataloguedEvent, SchemaCatalogue } from '../schema-catalogue.js';

/** A part of an AsyncAPI document. */
export type AsyncApiObject = Readonly<Record<string, unknown>>;

/** An event that has a topic, with what the catalogue has of it. */
export interface PublishedEvent {
  readonly definition: AnyEventDefinition;
  readonly catalogued: CataloguedEvent;
}

export function publishedEvents(
  { registry }: Pick<Domain, 'registry'>,
  { events }: SchemaCatalogue,
): readonly PublishedEvent[] {
  return registry.definitions.flatMap((definition) => {
    const catalogued = events[definition.type];
    return catalogued === undefined || definition.topic === undefined
      ? []
      : [{ definition, catalogued }];
  });
}

export function isOn(topic: string, { definition }: PublishedEvent): boolean {
  return definition.topic === topic;
}

export function messageIn(topic: string, name: string): AsyncApiObject {
  return ref('channels', topic, 'messages', name);
}

export function ref(...path: readonly string[]): AsyncApiObject {
  const steps = path.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1'));
  return { $ref: `#/${steps.join('/')}` };
}

export function messageNames({ definition, catalogued }: PublishedEvent): readonly string[] {
  return Object.keys(catalogued.schemas).map((version) => nameOf(definition.type, version));
}

export function newestName({ definition, catalogued }: PublishedEvent): string {
  return nameOf(definition.type, String(catalogued.version));
}

/** Names in AsyncAPI's components have letters, digits, `.`, `-` and `_`. */
export function nameOf(type: string, version: string): string {
  return `${type.replaceAll(/[^\w.-]/g, '_')}.v${version}`;
}
