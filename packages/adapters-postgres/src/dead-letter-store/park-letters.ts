import type { NewDeadLetter } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';

const longestDetail = 500;
const unstorable = /[\0\p{Surrogate}]/gu;

/** The statement that stores letters, except those whose message is stored already. It returns the new ones: id, partition and offset. */
export function parkStatement(
  { deadLetters }: DatabaseTables,
  letters: readonly NewDeadLetter[],
): Statement {
  const columns: readonly ((letter: NewDeadLetter) => string | null)[] = [
    ({ source }) => source.group,
    ({ source }) => source.topic,
    ({ source }) => String(source.partition),
    ({ source }) => source.offset,
    ({ source }) => hexadecimal(source.key),
    ({ source }) => hexadecimal(source.value),
    ({ source }) => JSON.stringify(source.headers),
    ({ reason }) => reason,
    ({ detail }) => storable(detail).slice(0, longestDetail),
    ({ attempts }) => String(attempts),
    ({ eventId }) => (eventId === undefined ? null : storable(eventId)),
    ({ source }) => (source.topicId === undefined ? null : storable(source.topicId)),
    ({ source }) => (source.timestampMs === undefined ? null : String(source.timestampMs)),
  ];
  const arrays = columns.map((_column, index) => `$${String(index + 1)}::text[]`).join(', ');
  return {
    ...prepare(`
      INSERT INTO ${deadLetters} (group_name, topic, partition, "offset", key, raw,
        headers, reason, detail, attempts, event_id, topic_id, published_ms)
      SELECT group_name, topic, partition::integer, "offset", decode(key, 'hex'),
        decode(raw, 'hex'), headers::json, reason, detail, attempts::integer, event_id, topic_id,
        published_ms::bigint
      FROM unnest(${arrays})
        AS input (group_name, topic, partition, "offset", key, raw, headers, reason, detail,
          attempts, event_id, topic_id, published_ms)
      ON CONFLICT DO NOTHING
      RETURNING id, partition, "offset"`),
    values: columns.map((column) => textArray(letters.map((letter) => column(letter)))),
  };
}

/** Bytes as text for `decode(…, 'hex')`; null stays null. */
export function hexadecimal(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString('hex');
}

/** Text without what Postgres cannot store. */
export function storable(text: string): string {
  return text.replace(unstorable, '\ufffd');
}
