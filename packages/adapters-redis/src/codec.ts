import type { DeliveredMessage, MessageHeaders, OutgoingMessage } from '@foldmart/core';
import { parsePosition } from './event-bus/stream-position.js';

/** A message ready to be sent. `fields` holds key, value and headers in this order; `mask` says which are present. */
export interface EncodedMessage {
  readonly key: string | Uint8Array | null;
  readonly fields: readonly (string | Buffer)[];
  /** One character: '0' plus 1 for a key, 2 for a value, 4 for headers. */
  readonly mask: string;
  readonly sizeBytes: number;
}

/** A stream entry as Redis replies with it: the id, then alternating field names and values. */
export type StreamEntry = readonly [Buffer, readonly Buffer[]];

const KEY = Buffer.from('key');
const VALUE = Buffer.from('value');
const HEADERS = Buffer.from('headers');

/** Encodes a message. Headers become a JSON object; key and value are not changed. */
export function encodeMessage(message: OutgoingMessage): EncodedMessage {
  const fields: (string | Buffer)[] = [];
  let mask = 48;
  if (message.key !== null) {
    fields.push(sendable(message.key));
    mask += 1;
  }
  if (message.value !== null) {
    fields.push(sendable(message.value));
    mask += 2;
  }
  const headers = message.headers === undefined ? '{}' : JSON.stringify(message.headers);
  if (headers !== '{}') {
    fields.push(headers);
    mask += 4;
  }
  const sizeBytes = fields.reduce((sum, field) => sum + Buffer.byteLength(field), 0);
  return { key: message.key, fields, mask: String.fromCharCode(mask), sizeBytes };
}

/** Decodes an entry. Headers that are not a JSON object of strings become the single header `malformed-headers`. */
export function decodeEntry(
  topic: string,
  partition: number,
  [id, fields]: StreamEntry,
): DeliveredMessage {
  const { ms, offset } = parsePosition(id.toString('latin1'));
  let key: Buffer | null = null;
  let value: Buffer | null = null;
  let headers: MessageHeaders = {};
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const content = fields[at + 1] ?? null;
    const name = fields[at];
    if (name?.equals(KEY)) key = content;
    else if (name?.equals(VALUE)) value = content;
    else if (name?.equals(HEADERS) && content !== null) headers = decodeHeaders(content);
  }
  return { topic, partition, offset: String(offset), timestampMs: ms, key, value, headers };
}

function sendable(content: string | Uint8Array): string | Buffer {
  if (typeof content === 'string') return content;
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

function decodeHeaders(content: Buffer): MessageHeaders {
  const text = content.toString();
  try {
    const headers: unknown = JSON.parse(text);
    if (isHeaders(headers)) return headers;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { 'malformed-headers': text };
}

function isHeaders(value: unknown): value is MessageHeaders {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((content) => typeof content === 'string')
  );
}
