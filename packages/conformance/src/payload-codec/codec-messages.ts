import assert from 'node:assert/strict';
import type {
  DeliveredMessage,
  EventEnvelope,
  MessageHeaders,
  PayloadCodec,
  ReadPayload,
} from '@foldmart/core';
import { codecTopic } from './codec-harness.js';

/** A message with a body, as a consumer gets it. */
export function messageWith(
  value: string | Uint8Array | null,
  headers: MessageHeaders = {},
): DeliveredMessage {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  const place = { topic: codecTopic, partition: 0, offset: '0', timestampMs: 1_770_129_005_000 };
  return { ...place, key: null, value: bytes, headers };
}

/** The message of an event, with the headers that the codec needs and those that are given. */
export async function written(
  codec: PayloadCodec,
  event: EventEnvelope,
  headers: MessageHeaders = {},
): Promise<DeliveredMessage> {
  await codec.writing.prepare([event]);
  const body = codec.write(event);
  return messageWith(body.value, { ...body.headers, ...headers });
}

/** Reads a message as a consumer does. What the codec throws is a failure of the case. */
export async function readBy(codec: PayloadCodec, message: DeliveredMessage): Promise<ReadPayload> {
  try {
    await codec.reading.prepare([message]);
    return codec.read(message);
  } catch (error) {
    return assert.fail(`reading a message threw ${String(error)}`);
  }
}
