import type { DomainEvent } from './event-definition.js';
import type { EventData, EventEnvelope } from './envelope.js';
import {
  assertFits,
  requireDefinition,
  type AnyEventDefinition,
  type EventRegistry,
} from './event-registry.js';

/** The metadata of an event. */
export interface EventMetadata {
  readonly id: string;
  /** RFC 3339 text. */
  readonly time: string;
  readonly origin: string;
  readonly streamId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  readonly traceParent?: string | undefined;
}

/**
 * Puts a decided event into an envelope, in the current version of its schema.
 *
 * @throws ValidationError if the body breaks the schema.
 * @throws RangeError if the type is not registered.
 */
export function toEnvelope(
  registry: EventRegistry,
  { type, data }: DomainEvent,
  metadata: EventMetadata,
): EventEnvelope {
  const definition = requireDefinition(registry, type);
  assertFits(definition, data);
  return envelopeOf(definition, data, metadata);
}

/** Puts data of any schema version into an envelope. Absent metadata stays absent. */
export function envelopeOf(
  { type, version }: Pick<AnyEventDefinition, 'type' | 'version'>,
  data: EventData,
  metadata: EventMetadata,
): EventEnvelope {
  const { id, time, origin, streamId, correlationId, causationId, traceParent } = metadata;
  const event: { -readonly [Field in keyof EventEnvelope]: EventEnvelope[Field] } = {
    id,
    type,
    data,
    schemaVersion: version,
    time,
    origin,
  };
  if (streamId !== undefined) event.streamId = streamId;
  if (correlationId !== undefined) event.correlationId = correlationId;
  if (causationId !== undefined) event.causationId = causationId;
  if (traceParent !== undefined) event.traceParent = traceParent;
  return event;
}
