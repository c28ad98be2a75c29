import { messageHeaders } from './message-headers.js';
import { nameOf, ref, type AsyncApiObject, type PublishedEvent } from './published-event.js';
import type { CataloguedEvent } from '../schema-catalogue.js';

/** The messages of an event by name, one for each version. */
export function messagesOf(event: PublishedEvent): readonly (readonly [string, AsyncApiObject])[] {
  const { definition, catalogued } = event;
  return Object.keys(catalogued.schemas).map((version) => {
    const name = nameOf(definition.type, version);
    return [name, messageOf(event, name, Number(version))] as const;
  });
}

function messageOf(
  { definition, catalogued }: PublishedEvent,
  name: string,
  version: number,
): AsyncApiObject {
  return {
    name: definition.type,
    title: `${definition.type}, version ${String(version)}`,
    contentType: 'application/json',
    headers: messageHeaders(definition, version),
    payload: {
      type: 'object',
      required: ['event_type', 'data'],
      properties: {
        event_type: { type: 'string', const: definition.type },
        data: ref('components', 'schemas', name),
      },
    },
    bindings: { kafka: keyBinding(catalogued) },
  };
}

function keyBinding({ key }: CataloguedEvent): AsyncApiObject {
  const described = key === null ? {} : { description: `${key}, with the fields of data` };
  return { key: { type: 'string', ...described }, bindingVersion: '0.5.0' };
}

/** The schemas of an event's data by name, one for each version. */
export function schemasOf({
  definition,
  catalogued,
}: PublishedEvent): readonly (readonly [string, AsyncApiObject])[] {
  return Object.entries(catalogued.schemas).map(
    ([version, schema]) => [nameOf(definition.type, version), schema] as const,
  );
}
