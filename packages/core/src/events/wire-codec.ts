import type { DeliveredMessage, OutgoingMessage } from '../messaging/message.js';
import type { PayloadCodec, ReadPayload } from '../ports/payload-codec.js';
import type { Preparation } from '../ports/preparation.js';
import { toCloudEventHeaders } from './cloud-events.js';
import { decodeBody } from './decode-body.js';
import { rejected, type DecodedMessage } from './decoded-message.js';
import type { EventEnvelope } from './envelope.js';
import { noStream, partitionKeyOf, streamIdOf } from './event-address.js';
import { requireDefinition, upcast, type EventRegistry } from './event-registry.js';
import { bodyReader } from './message-body.js';
import { assertKnownVersion } from './newer-event.js';
import { preparationBy } from './prepare-by.js';

/** A message to publish. */
export interface AddressedMessage {
  readonly topic: string;
  readonly message: OutgoingMessage;
}

/**
 * Converts between events and messages. The body is `{"event_type", "data"}`, unless its topic has a {@link PayloadCodec};
 * everything else is in headers.
 */
export interface WireCodec {
  /** Loads what `encode` needs; absent if it needs nothing. */
  readonly encoding?: Preparation<EventEnvelope>;
  /** Loads what `decode` and `readBody` need; absent if they need nothing. */
  readonly decoding?: Preparation<DeliveredMessage>;
  /** The same codec with JSON bodies in every topic, for bodies that people write, and for files. */
  readonly plain: WireCodec;
  /**
   * Addresses an event by its upcast form, and sends its data in its own schema version.
   *
   * @throws RangeError if its type is not registered, if its type has no topic, or if neither its
   * data nor `streamId` names its stream.
   * @throws PortError, `rejected`, if a newer program wrote the event.
   * @throws what {@link PayloadCodec.write} throws.
   */
  encode(event: EventEnvelope): AddressedMessage;
  /**
   * Reads a message from any producer, with or without headers. Never throws, except a retryable PortError if `decoding`
   * has not loaded what it needs. Data and schema version stay as they were sent, so a message is always the same event;
   * its upcast form must fit the schema. If no header names the version, data is taken for the newest version that it fits.
   * A number whose value would change, in any field, is refused; the detail names its field.
   */
  decode(message: DeliveredMessage): DecodedMessage;
  /** The type and data of a body, not checked against a schema; undefined if the bodies of its topic are JSON. */
  readBody(message: DeliveredMessage): ReadPayload | undefined;
}

/** Settings for what the wire format leaves open. */
export interface WireCodecOptions {
  /** The offset of times without a zone: `Z`, the default, or an offset such as `+09:00`. */
  readonly timeOffset?: string;
  /** What writes and reads the bodies of a topic, by the topic's name. A topic that is absent has JSON bodies. */
  readonly payloads?: ReadonlyMap<string, PayloadCodec> | undefined;
}

/** Creates the codec for a registry's events. */
export function createWireCodec(
  registry: EventRegistry,
  options: WireCodecOptions = {},
): WireCodec {
  const plain = plainCodec(registry, options);
  const { payloads } = options;
  if (payloads === undefined || payloads.size === 0) return plain;
  return payloadCodec(registry, { ...options, payloads, plain });
}

function plainCodec(registry: EventRegistry, { timeOffset }: WireCodecOptions): WireCodec {
  const readBody = bodyReader(registry);
  const codec: Omit<WireCodec, 'plain'> = {
    encode: (event) => encode(registry, event),
    decode(message) {
      if (message.value === null) return rejected('empty', 'the message has no body');
      const body = readBody(message.value);
      if (!body.ok) return rejected('malformed', body.why);
      return decodeBody(registry, message, body, timeOffset);
    },
    readBody: () => undefined,
  };
  return Object.assign(codec, { plain: codec as WireCodec });
}

interface PayloadOptions extends WireCodecOptions {
  readonly payloads: ReadonlyMap<string, PayloadCodec>;
  readonly plain: WireCodec;
}

function payloadCodec(
  registry: EventRegistry,
  { payloads, plain, timeOffset }: PayloadOptions,
): WireCodec {
  const payloadOf = ({ type }: EventEnvelope): PayloadCodec | undefined =>
    payloads.get(registry.find(type)?.topic ?? '');
  return {
    plain,
    encoding: preparationBy(payloadOf, ({ writing }) => writing),
    decoding: preparationBy(
      ({ topic }) => payloads.get(topic),
      ({ reading }) => reading,
    ),
    encode: (event) => encode(registry, event, payloadOf(event)),
    decode(message) {
      const payload = payloads.get(message.topic);
      if (payload === undefined || message.value === null) return plain.decode(message);
      const body = payload.read(message);
      if (!body.ok) return rejected(body.reason, body.detail);
      return decodeBody(registry, message, body, timeOffset);
    },
    readBody: (message) =>
      message.value === null ? undefined : payloads.get(message.topic)?.read(message),
  };
}

function encode(
  registry: EventRegistry,
  event: EventEnvelope,
  payload?: PayloadCodec,
): AddressedMessage {
  const definition = requireDefinition(registry, event.type);
  assertKnownVersion(event, definition);
  const { type, data, schemaVersion } = event;
  const current = upcast(definition, data, schemaVersion);
  const streamId = streamIdOf(definition, current, event.streamId);
  if (streamId === undefined) throw new RangeError(noStream(definition));
  if (definition.topic === undefined) throw new RangeError(`Event type ${type} has no topic.`);
  const key = partitionKeyOf(definition, current, streamId);
  const headers = toCloudEventHeaders(event, streamId);
  if (payload === undefined) {
    const value = JSON.stringify({ event_type: type, data });
    return { topic: definition.topic, message: { key, value, headers } };
  }
  const written = payload.write(event);
  return {
    topic: definition.topic,
    message: { key, value: written.value, headers: { ...headers, ...written.headers } },
  };
}
