import {
  prepared,
  ValidationError,
  type DeliveredMessage,
  type MessageHeaders,
  type OutgoingMessage,
  type WireCodec,
} from '@foldmart/core';

/** What is published of one body. */
export interface PreparedMessage {
  readonly message: OutgoingMessage & { readonly key: string | null };
  /** The id of the event; null for a raw message. */
  readonly id: string | null;
}

/** What a body is published with. */
export interface PublishRequest {
  readonly topic: string;
  readonly key?: string;
  readonly headers: MessageHeaders;
  readonly nowMs: number;
  readonly nextId: () => string;
}

/**
 * An event of the domain as its own publisher would send it, in the format of its topic. Given key and headers come first.
 * The body is JSON. Rejects with ValidationError if it breaks the schema of its event, or the event belongs to another topic,
 * and with a PortError if the schema registry cannot be asked.
 */
export async function prepareEvent(
  codec: WireCodec,
  body: string,
  request: PublishRequest,
): Promise<PreparedMessage> {
  const { topic, key, headers } = request;
  const decoded = decodeWithId(codec.plain, body, request);
  if (!decoded.ok) throw new ValidationError(`${decoded.reason}: ${decoded.detail}`);
  const event = { ...decoded.event, origin: 'producer' };
  await prepared(codec.encoding, [event]);
  const addressed = codec.encode({ ...event, streamId: decoded.streamId });
  if (addressed.topic !== topic) {
    throw new ValidationError(
      `${event.type} belongs to the topic ${addressed.topic}, not ${topic}`,
    );
  }
  return {
    id: event.id,
    message: {
      key: key ?? textKey(addressed.message.key),
      value: addressed.message.value,
      headers: { ...addressed.message.headers, ...headers },
    },
  };
}

/** A body as it is. */
export function prepareRaw(body: string, { key, headers }: PublishRequest): PreparedMessage {
  return { id: headers['ce_id'] ?? null, message: { key: key ?? null, value: body, headers } };
}

/** An event without an identity of its own gets a new id. */
function decodeWithId(codec: WireCodec, body: string, request: PublishRequest) {
  const message = receivedFrom(body, request);
  const decoded = codec.decode(message);
  if (decoded.ok || decoded.reason !== 'malformed' || 'ce_id' in request.headers) return decoded;
  const headers = { ...request.headers, ce_id: request.nextId() };
  return codec.decode({ ...message, headers });
}

function receivedFrom(
  body: string,
  { topic, key, headers, nowMs }: PublishRequest,
): DeliveredMessage {
  return {
    topic,
    partition: 0,
    offset: '0',
    key: key === undefined ? null : Buffer.from(key),
    value: Buffer.from(body),
    headers,
    timestampMs: nowMs,
  };
}

function textKey(key: string | Uint8Array | null): string | null {
  return key === null || typeof key === 'string' ? key : Buffer.from(key).toString();
}
