import type { DeliveredMessage, MessageHeaders, OutgoingMessage } from '@foldmart/core';

/** A message as it is kept; its bytes are nobody else's. */
export interface MessageRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: MessageHeaders;
  readonly timestampMs: number;
  /** By the monotonic clock, so that a clock that is set does not end a retention. */
  readonly appendedAtMs: number;
  /** Key, value and headers, in bytes. */
  readonly sizeBytes: number;
}

/** The memory a record takes beside its bytes, roughly. */
export const recordOverheadBytes = 200;

const utf8 = new TextEncoder();
const noHeaders: MessageHeaders = Object.freeze({});

/** Encodes a message once, copying what its publisher could still change. */
export function toRecord(
  message: OutgoingMessage,
  timestampMs: number,
  appendedAtMs: number,
): MessageRecord {
  const key = ownBytes(message.key);
  const value = ownBytes(message.value);
  const headers = message.headers === undefined ? noHeaders : Object.freeze({ ...message.headers });
  const sizeBytes = (key?.length ?? 0) + (value?.length ?? 0) + headerBytes(headers);
  return { key, value, headers, timestampMs, appendedAtMs, sizeBytes };
}

/** A copy for one handler, who may do with the bytes what it likes. */
export function toDelivered(
  record: MessageRecord,
  topic: string,
  partition: number,
  offset: number,
): DeliveredMessage {
  return {
    topic,
    partition,
    offset: String(offset),
    key: record.key === null ? null : record.key.slice(),
    value: record.value === null ? null : record.value.slice(),
    headers: record.headers,
    timestampMs: record.timestampMs,
  };
}

function ownBytes(content: string | Uint8Array | null): Uint8Array | null {
  if (content === null) return null;
  return typeof content === 'string' ? utf8.encode(content) : Uint8Array.from(content);
}

function headerBytes(headers: MessageHeaders): number {
  let bytes = 0;
  for (const name in headers) bytes += textBytes(name) + textBytes(headers[name] ?? '');
  return bytes;
}

const beyondAscii = /[^\0-\x7f]/;

function textBytes(text: string): number {
  return beyondAscii.test(text) ? utf8.encode(text).length : text.length;
}
