export { fromCloudEventHeaders, toCloudEventHeaders, type HeaderMetadata } from './cloud-events.js';
export type { EventData, EventEnvelope, Json, StoredEvent } from './envelope.js';
export { identityIdOf, partitionKeyOf, requireIdentityId, streamIdOf } from './event-address.js';
export {
  defineEvent,
  type DomainEvent,
  type EventDataOf,
  type EventDefinition,
  type EventDefinitionInput,
  type EventOf,
  type EventSchema,
  type Upcaster,
} from './event-definition.js';
export {
  assertFits,
  assertNotNewer,
  createEventRegistry,
  requireDefinition,
  schemaIssues,
  upcast,
  upcastEvent,
  type AnyEventDefinition,
  type EventRegistry,
} from './event-registry.js';
export { isNewerEventError } from './newer-event.js';
export { canonicalInstant, utcOffset, withOffset } from './instant.js';
export type { KnownFields } from './known-fields.js';
export { jsonEqual } from './json-equal.js';
export { compareLogPositions, type LogPosition } from './log-position.js';
export type { DecodedMessage } from './decoded-message.js';
export { parseJson, UnsafeJsonError } from './safe-json.js';
export { prepared } from './prepare-by.js';
export { assertStorableKey, toStorableEvent } from './storable-event.js';
export { assertStorableText, toStorableJson, UnstorableError } from './storable-json.js';
export { toEnvelope, type EventMetadata } from './to-envelope.js';
export {
  createWireCodec,
  type AddressedMessage,
  type WireCodec,
  type WireCodecOptions,
} from './wire-codec.js';
