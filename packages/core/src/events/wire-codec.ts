import { deadLetterDetail, type DeadLetterReason } from '../messaging/dead-letter.js';
import type { DeliveredMessage, OutgoingMessage } from '../messaging/message.js';
import type { PayloadCodec, ReadPayload } from '../ports/payload-codec.js';
import type { Preparation } from '../ports/preparation.js';
import { identityIdOf, partitionKeyOf, streamIdOf } from './event-address.js';
import { fromCloudEventHeaders, toCloudEventHeaders, type HeaderMetadata } from './cloud-events.js';
import { envelopeOf } from './to-envelope.js';
import type { EventData, EventEnvelope } from './envelope.js';
import {
  describeIssues,
  newerEvent,
  requireDefinition,
  schemaIssues,
  upcast,
  type AnyEventDefinition,
  type EventRegistry,
} from './event-registry.js';
import { isInstant, withOffset } from './instant.js';
import { bodyReader, type MessageBody } from './message-body.js';
import { preparationBy } from './prepare-by.js';

/** A message to publish. */
export interface AddressedMessage {
  readonly topic: string;
  readonly message: OutgoingMessage;
}

/** A message decoded as an event. */
export interface DecodedEvent {
  readonly ok: true;
  readonly event: EventEnvelope;
  readonly streamId: string;
  readonly startsStream: boolean;
  /** The text of the event's data in the message, if it is on one line and has no escapes. */
  readonly json?: string;
}

/** A message decoded as an event, or the reason why it cannot be decoded. */
export type DecodedMessage =
  DecodedEvent | { readonly ok: false; readonly reason: DeadLetterReason; readonly detail: string };

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
   * has not loaded what it needs. Data and schema
   * version stay as they were sent, so a message is always the same event; its upcast form must fit
   * the schema. If no header names the version, data is taken for the newest version that it fits.
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
  const { type, data, schemaVersion } = event;
  if (schemaVersion > definition.version) {
    throw newerEvent(event, definition.version);
  }
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

function noStream({ type }: AnyEventDefinition): string {
  return `The data of ${type} does not name its stream. Set the event's streamId or the header ce_subject.`;
}

type Rejection = Extract<DecodedMessage, { readonly ok: false }>;

function rejected(reason: DeadLetterReason, detail: string): Rejection {
  return { ok: false, reason, detail: deadLetterDetail(detail) };
}

function decodeBody(
  registry: EventRegistry,
  message: DeliveredMessage,
  body: Omit<MessageBody, 'ok'>,
  timeOffset: string | undefined,
): DecodedMessage {
  const definition = registry.find(body.type);
  if (definition === undefined) {
    return rejected('unknown-type', `event type ${JSON.stringify(body.type)} is not registered`);
  }
  const headers = fromCloudEventHeaders(message.headers);
  const misfit = versionMisfit(definition, headers) ?? headerMisfit(headers);
  if (misfit !== undefined) return misfit;
  const read = readData(definition, body.data, headers.schemaVersion);
  if (!read.ok) return read;
  const { version, current } = read;
  const id = headers.id ?? identityIdOf(definition, current);
  if (id === undefined) return rejected('malformed', noIdentity(definition));
  const streamId = streamIdOf(definition, current, headers.subject);
  if (streamId === undefined) return rejected('malformed', noStream(definition));
  const time = eventTime(definition, current, headers, message, timeOffset);
  const { correlationId, causationId, traceParent } = headers;
  const event = envelopeOf({ type: definition.type, version }, body.data, {
    id,
    time,
    origin: `bus:${message.topic}`,
    correlationId,
    causationId,
    traceParent,
  });
  const startsStream = definition.startsStream ?? false;
  const { json } = body;
  if (json === undefined) return { ok: true, event, streamId, startsStream };
  return { ok: true, event, streamId, startsStream, json };
}

function noIdentity({ type }: AnyEventDefinition): string {
  return `The data of ${type} has no identity. Send the id in the header ce_id.`;
}

function versionMisfit(
  definition: AnyEventDefinition,
  { schemaVersion }: HeaderMetadata,
): Rejection | undefined {
  if (schemaVersion === undefined) return undefined;
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1) {
    return rejected('malformed', 'the header ce_schemaversion is not a whole number from 1');
  }
  if (schemaVersion <= definition.version) return undefined;
  return rejected('newer-version', newerThanKnown(definition, schemaVersion));
}

function newerThanKnown(definition: AnyEventDefinition, version: number): string {
  return `${definition.type} version ${String(version)} is newer than ${String(definition.version)}`;
}

/** Data in its own version, and upcast. */
interface ReadData {
  readonly ok: true;
  readonly version: number;
  readonly current: EventData;
}

function readData(
  definition: AnyEventDefinition,
  data: EventData,
  said: number | undefined,
): ReadData | Rejection {
  const newest = said ?? definition.version;
  const read = readAs(definition, data, newest);
  if (read.ok || said !== undefined) return read;
  for (let version = newest - 1; version >= 1; version -= 1) {
    const older = readAs(definition, data, version);
    if (older.ok) return older;
  }
  return read;
}

function readAs(
  definition: AnyEventDefinition,
  data: EventData,
  version: number,
): ReadData | Rejection {
  try {
    const current = upcast(definition, data, version);
    const issues = schemaIssues(definition, current);
    if (issues.length > 0) return rejected('invalid', describeIssues(issues));
    return { ok: true, version, current };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return rejected('invalid', `version ${String(version)} could not be upcast: ${why}`);
  }
}

const longestId = 255;

/** The category Cc of Unicode, without the flag `u`, which is slow. */
// eslint-disable-next-line no-control-regex -- they are what it looks for
const controlCharacter = /[\0-\x1f\x7f-\x9f]/;

/** Ids are written to indexes, logs and the headers of other systems. */
function headerMisfit({
  id,
  subject,
  correlationId,
  causationId,
}: HeaderMetadata): Rejection | undefined {
  if (isIdText(id) && isIdText(subject) && isIdText(correlationId) && isIdText(causationId))
    return undefined;
  return rejected(
    'malformed',
    `an id in the headers (ce_id, ce_subject, ce_correlationid, ce_causationid) has control characters or more than ${String(longestId)} characters`,
  );
}

function isIdText(text: string | undefined): boolean {
  return text === undefined || (text.length <= longestId && !controlCharacter.test(text));
}

function eventTime(
  definition: AnyEventDefinition,
  data: EventData,
  headers: HeaderMetadata,
  message: DeliveredMessage,
  timeOffset: string | undefined,
): string {
  const said = headers.time ?? definition.occurredAt?.(data);
  const time = said === undefined ? undefined : withOffset(said, timeOffset);
  if (time !== undefined && isInstant(time)) return time;
  return new Date(message.timestampMs).toISOString();
}
