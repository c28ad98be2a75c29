import {
  isPortError,
  prepared,
  type DeliveredMessage,
  type MessageHeaders,
  type WireCodec,
} from '@foldmart/core';

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
  /**
   * Parsed if it is JSON; otherwise as text, bytes that are not UTF-8 as `base64:…`. The body of a schema registry as
   * `{"event_type", "data"}`.
   */
  readonly body: unknown;
  /** Why the body of a topic with a schema registry could not be read. */
  readonly fault?: string;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Loads what showing messages needs. If that fails, `viewOf` says so in each view. */
export async function prepareViews(
  codec: Pick<WireCodec, 'decoding'>,
  messages: readonly DeliveredMessage[],
): Promise<void> {
  try {
    await prepared(codec.decoding, messages);
  } catch (error) {
    if (!isPortError(error)) throw error;
  }
}

/** Decodes what can be decoded. Never throws. */
export function viewOf(
  message: DeliveredMessage,
  codec?: Pick<WireCodec, 'readBody'>,
): MessageView {
  const { topic, partition, offset, timestampMs, key, value, headers } = message;
  const timestamp = new Date(timestampMs).toISOString();
  const view = { topic, partition, offset, timestamp, key: textOf(key), headers };
  const read = codec === undefined ? undefined : readBody(codec, message);
  if (read === undefined) return { ...view, body: bodyOf(value) };
  if (!read.ok) return { ...view, body: bodyOf(value), fault: read.detail };
  return { ...view, body: { event_type: read.type, data: read.data } };
}

function readBody(
  codec: Pick<WireCodec, 'readBody'>,
  message: DeliveredMessage,
): ReturnType<WireCodec['readBody']> {
  try {
    return codec.readBody(message);
  } catch (error) {
    if (!isPortError(error)) throw error;
    return {
      ok: false,
      reason: 'malformed',
      detail: `${error.message}: the schema registry did not answer`,
    };
  }
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
