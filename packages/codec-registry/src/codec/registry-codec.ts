import {
  fromCloudEventHeaders,
  parseJson,
  PortError,
  type DeliveredMessage,
  type EventData,
  type EventEnvelope,
  type PayloadCodec,
  type ReadPayload,
  type WrittenPayload,
} from '@foldmart/core';
import type { SchemaRegistry } from '../registry/schema-registry.js';
import { isObject } from '../shapes/plain-values.js';
import { withUnmapped } from '../shapes/unmapped.js';
import { EventShapes } from './event-shapes.js';
import { forEachItem } from './flights.js';
import { readFrame, writeFrame } from './frame.js';
import type { RegistryCodecOptions, RegistryFormat } from './options.js';
import { publishedSchemas, type PreparedSchema } from './published-schemas.js';
import { SchemaCache } from './schema-cache.js';
import { WritingSchemas } from './writing-schemas.js';

/** The header with the parts of the data that the schema of a body cannot express, as JSON. */
export const unmappedHeader = 'foldmart-unmapped';

const contentTypes: Readonly<Record<RegistryFormat, string>> = {
  avro: 'application/avro',
  'json-schema': 'application/json',
  protobuf: 'application/protobuf',
};

/**
 * A codec for bodies in Confluent's wire format, whose schemas a registry keeps. A topic is written in its format, and read in
 * whatever format the schema of a body has. The type of an event is the header `ce_type`, or else the event that has the name
 * of the body's record.
 *
 * @throws RangeError with advice if the schemas of the domain's bodies cannot be made.
 */
export function registryCodec(
  registry: SchemaRegistry,
  options: RegistryCodecOptions,
): PayloadCodec {
  return new RegistryCodec(registry, publishedSchemas(options), options);
}

class RegistryCodec implements PayloadCodec {
  readonly writing: WritingSchemas;
  readonly reading;
  readonly #cache: SchemaCache;
  readonly #shapes: EventShapes;
  /** Event types by the names of their records. */
  readonly #types: ReadonlyMap<string, string>;

  constructor(
    registry: SchemaRegistry,
    published: readonly PreparedSchema[],
    options: RegistryCodecOptions,
  ) {
    const { autoRegister = false, clock } = options;
    const cache = new SchemaCache(registry, clock);
    this.#cache = cache;
    this.#shapes = new EventShapes(options);
    this.#types = new Map(published.map(({ body, event }) => [body.name ?? '', event]));
    this.writing = new WritingSchemas(registry, published, { autoRegister });
    this.reading = {
      isReady: (messages: readonly DeliveredMessage[]) =>
        messages.every(({ value }) => isFrameLoaded(cache, value)),
      prepare: (messages: readonly DeliveredMessage[]) =>
        forEachItem(missingIds(cache, messages), (id) => cache.load(id)),
    };
  }

  read(message: DeliveredMessage): ReadPayload {
    const { value } = message;
    if (value === null) return unreadable('empty', 'the message has no body');
    const frame = readFrame(value);
    if (!frame.ok) return unreadable('malformed', frame.detail);
    const schema = this.#cache.get(frame.id);
    if (schema === undefined) throw notLoaded('read', `schema ${String(frame.id)}`);
    if (!schema.ok) return unreadable('unknown-schema', schema.detail);
    const headers = fromCloudEventHeaders(message.headers);
    const typeOf = (name: string | undefined) => headers.type ?? this.#types.get(name ?? '');
    try {
      const { name, data } = schema.body.decode(frame.payload, (record) =>
        this.#shapes.shape(typeOf(record) ?? '', headers.schemaVersion),
      );
      return this.#named(message, { name, data, said: headers.type });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return unreadable('malformed', `the body does not follow schema ${String(frame.id)}: ${why}`);
    }
  }

  write(event: EventEnvelope): WrittenPayload {
    const schema = this.writing.get(event);
    if (schema === undefined) throw notLoaded('write', `the schema of ${event.type}`);
    const { payload, unmapped } = schema.body.encode(event.data, schema.shape);
    const headers = { 'content-type': contentTypes[schema.format] };
    return {
      value: writeFrame(schema.id, payload),
      headers:
        unmapped === undefined
          ? headers
          : { ...headers, [unmappedHeader]: JSON.stringify(unmapped) },
    };
  }

  #named(message: DeliveredMessage, { name, data, said }: NamedData): ReadPayload {
    const known = this.#types.get(name ?? '');
    const type = said ?? known;
    if (type === undefined) {
      const names = [...this.#types.keys()].slice(0, 5).join(', ');
      const detail = `the record ${name ?? 'without a name'} is no event; known are ${names}; the header ce_type can name the event`;
      return unreadable('unknown-type', detail);
    }
    if (known !== undefined && known !== type) {
      return unreadable('malformed', `the header ce_type is ${type}, the record is ${known}`);
    }
    return { ok: true, type, data: withHeaderParts(data, message) };
  }
}

interface NamedData {
  readonly name: string | undefined;
  readonly data: EventData;
  /** What the header `ce_type` says. */
  readonly said: string | undefined;
}

function withHeaderParts(data: EventData, { headers }: DeliveredMessage): EventData {
  const text = headers[unmappedHeader];
  if (text === undefined) return data;
  const parts = parseJson(text);
  if (!isObject(parts)) throw new RangeError(`the header ${unmappedHeader} is not a JSON object`);
  return withUnmapped(data, parts) as EventData;
}

function isFrameLoaded(cache: SchemaCache, value: Uint8Array | null): boolean {
  if (value === null) return true;
  const frame = readFrame(value);
  return !frame.ok || cache.isLoaded(frame.id);
}

function missingIds(
  cache: SchemaCache,
  messages: readonly DeliveredMessage[],
): ReadonlySet<number> {
  const ids = new Set<number>();
  for (const { value } of messages) {
    if (value === null) continue;
    const frame = readFrame(value);
    if (frame.ok && !cache.isLoaded(frame.id)) ids.add(frame.id);
  }
  return ids;
}

function unreadable(
  reason: Extract<ReadPayload, { readonly ok: false }>['reason'],
  detail: string,
): ReadPayload {
  return { ok: false, reason, detail };
}

/** Retryable: the next attempt prepares again. */
function notLoaded(operation: string, what: string): PortError {
  return new PortError({
    port: 'schema-registry',
    operation,
    reason: 'unavailable',
    message: `${what} is not loaded yet`,
  });
}
