import type { DeliveredMessage, MessageHeaders, OutgoingMessage } from '@foldmart/core';
import type { ByteArena } from './byte-arena.js';

/** A stored message, which owns its bytes. */
export interface MessageRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: MessageHeaders;
  readonly timestampMs: number;
  /** By the monotonic clock, so that setting the system clock does not expire messages. */
  readonly appendedAtMs: number;
  /** Key, value and headers, in bytes. */
  readonly sizeBytes: number;
}

/** The approximate memory that a record takes in addition to its bytes. */
export const recordOverheadBytes = 200;

const utf8 = new TextEncoder();
const noHeaders: MessageHeaders = Object.freeze({});

/** Encodes a message once, and copies everything that the publisher could still change. */
export function toRecord(
  message: OutgoingMessage,
  arena: ByteArena,
  timestampMs: number,
  appendedAtMs: number,
): MessageRecord {
  const key = message.key === null ? null : arena.put(message.key);
  const value = message.value === null ? null : arena.put(message.value);
  const headers = message.headers === undefined ? noHeaders : frozenCopy(message.headers);
  const sizeBytes = (key?.length ?? 0) + (value?.length ?? 0) + headerBytes(headers);
  return { key, value, headers, timestampMs, appendedAtMs, sizeBytes };
}

/** Copies a record for one handler, which may change the bytes. */
export function toDelivered(
  record: MessageRecord,
  arena: ByteArena,
  place: { readonly topic: string; readonly partition: number; readonly offset: number },
): DeliveredMessage {
  return {
    topic: place.topic,
    partition: place.partition,
    offset: String(place.offset),
    key: record.key === null ? null : arena.put(record.key),
    value: record.value === null ? null : arena.put(record.value),
    headers: record.headers,
    timestampMs: record.timestampMs,
  };
}

/** Field by field: a spread that is frozen gets a layout of its own, which takes more memory than the message. */
function frozenCopy(headers: MessageHeaders): MessageHeaders {
  const copy: Record<string, string> = {};
  for (const name of Object.keys(headers)) setOwn(copy, name, headers[name] ?? '');
  return Object.freeze(copy);
}

function setOwn(copy: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__') Object.defineProperty(copy, name, { value, enumerable: true });
  else copy[name] = value;
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
