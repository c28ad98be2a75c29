import type { DomainEvent } from './event-definition.js';
import type { EventEnvelope } from './envelope.js';
import { assertFits, requireDefinition, type EventRegistry } from './event-registry.js';

/** What an event carries beside its body. */
export interface EventMetadata {
  readonly id: string;
  /** RFC 3339 text. */
  readonly time: string;
  readonly origin: string;
  readonly correlationId?: string;
  readonly causationId?: string;
}

/**
 * Puts a decided event into its envelope, in its schema's own version. Throws ValidationError where the
 * body breaks the schema, RangeError where the type is not registered.
 */
export function envelop(
  registry: EventRegistry,
  { type, data }: DomainEvent,
  metadata: EventMetadata,
): EventEnvelope {
  const definition = requireDefinition(registry, type);
  assertFits(definition, data);
  return { ...metadata, type, data, schemaVersion: definition.version };
}
