import type {
  DeadLetter,
  DeadLetterReason,
  DeadLetterStatus,
  EditableContents,
  MessageHeaders,
} from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { TextRow } from '../connection/session.js';

/** The columns of a letter, as {@link decodeLetter} reads them. */
export const letterColumns = `id, group_name, topic, partition, "offset", encode(key, 'hex'),
  encode(raw, 'hex'), headers::text, topic_id, published_ms, reason, detail, attempts, event_id,
  ${canonicalTime('parked_at')}, status, settled_by, ${canonicalTime('settled_at')},
  encode(edited_raw, 'hex'), edited_headers::text`;

/** Reads a row of {@link letterColumns}. */
export function decodeLetter(row: TextRow): DeadLetter {
  const [reason, detail, attempts, eventId, parkedAt, status] = row.slice(10);
  return {
    id: present(row[0]),
    source: decodeSource(row),
    reason: present(reason) as DeadLetterReason,
    detail: present(detail),
    attempts: Number(attempts),
    ...(typeof eventId === 'string' ? { eventId } : {}),
    parkedAt: present(parkedAt),
    status: present(status) as DeadLetterStatus,
    ...decodeState(row.slice(16)),
  };
}

function decodeSource(row: TextRow): DeadLetter['source'] {
  const [group, topic, partition, offset, key, value, headers, topicId, publishedMs] = row.slice(1);
  return {
    group: present(group),
    topic: present(topic),
    partition: Number(partition),
    offset: present(offset),
    key: bytesOf(key),
    value: bytesOf(value),
    headers: headersOf(present(headers)),
    ...(typeof publishedMs === 'string' ? { timestampMs: Number(publishedMs) } : {}),
    ...(typeof topicId === 'string' ? { topicId } : {}),
  };
}

function decodeState([by, at, raw, headers]: TextRow): Pick<DeadLetter, 'settled' | 'edited'> {
  return {
    settled: typeof by === 'string' ? { by, at: present(at) } : null,
    edited: typeof headers === 'string' ? contentsOf(raw, headers) : null,
  };
}

function contentsOf(raw: string | null | undefined, headers: string): EditableContents {
  return { value: bytesOf(raw), headers: headersOf(headers) };
}

function headersOf(text: string): MessageHeaders {
  return JSON.parse(text) as MessageHeaders;
}

/** Decodes hexadecimal text. */
export function bytesOf(hexadecimal: string | null | undefined): Uint8Array | null {
  return typeof hexadecimal === 'string' ? new Uint8Array(Buffer.from(hexadecimal, 'hex')) : null;
}
