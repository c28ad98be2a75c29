import type { DeliveredMessage, MessageHeaders } from '@foldmart/core';

/** A message as it is shown. */
export interface MessageView {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When the transport took it. */
  readonly timestamp: string;
  /** As text; bytes that are not UTF-8 as `base64:…`. */
  readonly key: string | null;
  readonly headers: MessageHeaders;
  /** Parsed if it is JSON; otherwise as text, bytes that are not UTF-8 as `base64:…`. */
  readonly body: unknown;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes what can be decoded. Never throws. */
export function viewOf(message: DeliveredMessage): MessageView {
  const { topic, partition, offset, timestampMs, key, value, headers } = message;
  const timestamp = new Date(timestampMs).toISOString();
  return { topic, partition, offset, timestamp, key: textOf(key), headers, body: bodyOf(value) };
}

function bodyOf(value: Uint8Array | null): unknown {
  const text = textOf(value);
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function textOf(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  try {
    return utf8.decode(bytes);
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}
