import * as z from 'zod';
import type { EventData, EventEnvelope } from '../events/envelope.js';
import {
  requireDefinition,
  upcast,
  type AnyEventDefinition,
  type EventRegistry,
} from '../events/event-registry.js';
import type { DecodedMessage } from '../events/decoded-message.js';
import { createWireCodec } from '../events/wire-codec.js';
import type { MessageHeaders } from '../messaging/message.js';

/** A message of an event type in its wire format. */
export interface GoldenMessage {
  readonly headers: MessageHeaders;
  readonly body: { readonly event_type: string; readonly data: EventData };
}

/** A message, with everything that it must be decoded to. */
export interface GoldenRecord extends GoldenMessage {
  readonly reads: GoldenReading;
  /** Its data in every later version of the schema. */
  readonly upcasts: Readonly<Record<string, EventData>>;
}

/** What decoding the message must always give. */
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

/** Reads a golden file. Throws if the text is not one. */
export function parseGolden(source: string): GoldenRecord {
  const parsed = recordSchema.safeParse(JSON.parse(source));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TypeError(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a golden file'}`);
}

/** Decodes a golden message as a consumer would that received it at the Unix epoch. */
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

/** The parts of a decoded event that must not change. */
export function goldenReading(
  registry: EventRegistry,
  { event, streamId }: { readonly event: EventEnvelope; readonly streamId: string },
): GoldenReading {
  const { topic, message } = createWireCodec(registry).encode({ ...event, streamId });
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
 * The golden file of a message: its name, `<type>.v<version>.json` or
 * `<type>.v<version>.<variant>.json`, and its text. Keep it in the repository. When the type gets a
 * new version, add an entry to `upcasts` and change nothing else. Throws if the message cannot be
 * decoded.
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
