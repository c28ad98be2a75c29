import type { EventData } from './envelope.js';
import type { AnyEventDefinition } from './event-registry.js';

/**
 * The stream of an event: the one that its data names, otherwise `subject`. Undefined if neither is
 * known. `data` must be in the current version of the schema.
 */
export function streamIdOf(
  definition: AnyEventDefinition,
  data: EventData,
  subject?: string,
): string | undefined {
  return definition.streamId === undefined ? subject : textFrom(definition.streamId, data);
}

/** The id that is derived from an event's identity; undefined if its type has none. */
export function identityIdOf(definition: AnyEventDefinition, data: EventData): string | undefined {
  const { type, identity } = definition;
  return identity === undefined ? undefined : `${type}:${textFrom(identity, data)}`;
}

/**
 * The id that is derived from an event's identity.
 *
 * @throws RangeError if its type has no identity.
 */
export function requireIdentityId(definition: AnyEventDefinition, data: EventData): string {
  const id = identityIdOf(definition, data);
  if (id === undefined) throw new RangeError(`Event type ${definition.type} has no identity.`);
  return id;
}

/** The message key, which decides the partition and so the order on the topic. */
export function partitionKeyOf(
  { partitionKey }: AnyEventDefinition,
  data: EventData,
  streamId: string,
): string {
  return partitionKey === undefined ? streamId : textFrom(partitionKey, data);
}

type Derivation = (data: EventData) => string;

function textFrom(derive: unknown, data: EventData): string {
  return (derive as Derivation)(data);
}

/** What is wrong with an event without a stream, and what to do. */
export function noStream({ type }: AnyEventDefinition): string {
  return `The data of ${type} does not name its stream. Set the event's streamId or the header ce_subject.`;
}
