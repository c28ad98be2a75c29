import {
  httpSchemaRegistry,
  registryCodec,
  type RegistryCodecOptions,
  type RegistryFormat,
} from '@foldmart/codec-registry';
import { realClock, type SchemaRegistryServer } from '@foldmart/conformance';
import type {
  DeliveredMessage,
  EventEnvelope,
  MessageHeaders,
  PayloadCodec,
  ReadPayload,
} from '@foldmart/core';
import { harbour } from './sample-events.js';

/** A codec that writes the topic `harbour` in a format, and registers what it writes. */
export function harbourCodec(
  { url }: Pick<SchemaRegistryServer, 'url'>,
  format: RegistryFormat,
  options: Partial<RegistryCodecOptions> = {},
): PayloadCodec {
  return registryCodec(httpSchemaRegistry({ url }), {
    domain: harbour,
    formats: new Map([['harbour', format]]),
    autoRegister: true,
    clock: realClock,
    ...options,
  });
}

/** A message of the topic `harbour`. */
export function harbourMessage(value: Uint8Array, headers: MessageHeaders = {}): DeliveredMessage {
  return {
    topic: 'harbour',
    partition: 0,
    offset: '0',
    key: null,
    value,
    headers,
    timestampMs: 1_770_129_005_000,
  };
}

/** Prepares and reads. */
export async function read(codec: PayloadCodec, message: DeliveredMessage): Promise<ReadPayload> {
  await codec.reading.prepare([message]);
  return codec.read(message);
}

/** Prepares and writes. */
export async function write(codec: PayloadCodec, event: EventEnvelope): Promise<DeliveredMessage> {
  await codec.writing.prepare([event]);
  const { value, headers } = codec.write(event);
  return harbourMessage(value as Uint8Array, headers);
}
