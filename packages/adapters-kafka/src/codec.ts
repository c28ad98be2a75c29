import type { DeliveredMessage, OutgoingMessage } from '@foldmart/core';
import type { FetchedRecord, OutgoingRecord } from './client/kafka-client.js';
import { headerBytes } from './wire/header-section.js';

// The most that encoding adds to a record: attributes, lengths, and the deltas of timestamp and offset.
const RECORD_OVERHEAD_BYTES = 36;
const HEADER_OVERHEAD_BYTES = 10;

/** A record with the size of its content, and the most it can take in a request, in bytes. */
export interface SizedRecord {
  readonly record: OutgoingRecord;
  readonly contentBytes: number;
  readonly requestBytes: number;
}

/** Converts a message to a record. Bytes are shared, not copied. */
export function toRecord(message: OutgoingMessage): SizedRecord {
  const key = toSendable(message.key);
  const value = toSendable(message.value);
  const headers = message.headers ?? {};
  const contentBytes = sizeOf(key) + sizeOf(value) + headerBytes(headers);
  const overhead = RECORD_OVERHEAD_BYTES + Object.keys(headers).length * HEADER_OVERHEAD_BYTES;
  return {
    record: { key, value, headers },
    contentBytes,
    requestBytes: contentBytes + overhead,
  };
}

/** Converts a fetched record to a message. */
export function toDelivered(
  topic: string,
  partition: number,
  record: FetchedRecord,
): DeliveredMessage {
  const { offset, key, value, headers, timestampMs } = record;
  return { topic, partition, offset, key, value, headers, timestampMs };
}

function toSendable(part: string | Uint8Array | null): string | Buffer | null {
  if (part === null || typeof part === 'string' || Buffer.isBuffer(part)) return part;
  return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
}

function sizeOf(part: string | Buffer | null): number {
  return part === null ? 0 : Buffer.byteLength(part);
}
