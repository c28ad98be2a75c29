import * as z from 'zod';
import type { EventData, EventEnvelope } from '../events/envelope.js';
import {
  requireDefinition,
  upcast,
  type AnyEventDefinition,
  type EventRegistry,
} from '../events/event-registry.js';
import { createWireCodec, type DecodedMessage } from '../events/wire-codec.js';
import type { MessageHeaders } from '../messaging/message.js';

/** A message of an event type, as it stands on the wire. */
export interface GoldenMessage {
  readonly headers: MessageHeaders;
  readonly body: { readonly event_type: string; readonly data: EventData };
}

/** A message with all that it has been read as, ever since. */
export interface GoldenRecord extends GoldenMessage {
  readonly reads: GoldenReading;
  /** Its data in every later version of its schema. */
  readonly upcasts: Readonly<Record<string, EventData>>;
}

/** What reading a message must always give. */
export interface GoldenReading {
  readonly id: string;
  readonly streamId: string;
  readonly topic: string;
  readonly key: string;
  readonly time: string;
}

const text = z.string();
const object = z.record(text, z.unknown());

const recordSchema = z.strictObject({
  headers: z.record(text, text),
  body: z.strictObject({ event_type: text, data: object }),
  reads: z.strictObject({ id: text, streamId: text, topic: text, key: text, time: text }),
  upcasts: z.record(text, object),
});

/** Reads a golden file. Throws where it is none. */
export function parseGolden(source: string): GoldenRecord {
  const parsed = recordSchema.safeParse(JSON.parse(source));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TypeError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no golden file'}`);
}

/** Reads a golden message as a consumer would that it reached at the start of 1970. */
export function decodeGolden(
  registry: EventRegistry,
  { headers, body }: GoldenMessage,
): DecodedMessage {
  return createWireCodec(registry).decode({
    topic: registry.find(body.event_type)?.topic ?? '',
    partition: 0,
    offset: '0',
    key: null,
    value: new TextEncoder().encode(JSON.stringify(body)),
    headers,
    timestampMs: 0,
  });
}

/** What an event that was read is known by. */
export function goldenReading(
  registry: EventRegistry,
  { event, streamId }: { readonly event: EventEnvelope; readonly streamId: string },
): GoldenReading {
  const { topic, message } = createWireCodec(registry).encode(event);
  return { id: event.id, streamId, topic, key: String(message.key), time: event.time };
}

/** The data of an event in one later version. */
export function upcastTo(
  definition: AnyEventDefinition,
  { data, schemaVersion }: Pick<EventEnvelope, 'data' | 'schemaVersion'>,
  version: number,
): EventData {
  return upcast({ ...definition, version }, data, schemaVersion);
}

/**
 * The golden file of a message: its name, `<type>.v<version>.json`, or `<type>.v<version>.<variant>.json`, and its text. Keep
 * it for good; where the type gets another version, only an entry of `upcasts` is added. Throws where nobody
 * could read the message.
 */
export function goldenFile(
  registry: EventRegistry,
  message: GoldenMessage,
  variant?: string,
): { readonly name: string; readonly text: string } {
  const definition = requireDefinition(registry, message.body.event_type);
  const decoded = decodeGolden(registry, message);
  if (!decoded.ok) throw new TypeError(`${definition.type}: ${decoded.reason}, ${decoded.detail}`);
  const { event } = decoded;
  const upcasts: Record<string, EventData> = {};
  for (let version = event.schemaVersion + 1; version <= definition.version; version += 1) {
    upcasts[String(version)] = upcastTo(definition, event, version);
  }
  const { headers, body } = message;
  const record: GoldenRecord = { headers, body, reads: goldenReading(registry, decoded), upcasts };
  const stem = `${event.type}.v${String(event.schemaVersion)}`;
  return {
    name: variant === undefined ? `${stem}.json` : `${stem}.${variant}.json`,
    text: `${JSON.stringify(record, undefined, 2)}\n`,
  };
}
