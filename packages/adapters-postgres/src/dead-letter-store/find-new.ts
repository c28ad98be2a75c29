import type { IngestItem, MessageSource, NewDeadLetter } from '@foldmart/core';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import type { Line } from './line-lock.js';
import { hexadecimal } from './park-letters.js';

/** Those of the letters whose messages are not parked and never were. */
export async function findNew<Letter extends Pick<NewDeadLetter, 'source'>>(
  session: Session,
  { deadLetters }: DatabaseTables,
  letters: readonly Letter[],
): Promise<readonly Letter[]> {
  if (letters.length === 0) return [];
  const columns: readonly ((source: MessageSource) => string | null)[] = [
    ({ group }) => group,
    ({ topic }) => topic,
    ({ partition }) => String(partition),
    ({ offset }) => offset,
    ({ key }) => hexadecimal(key),
    ({ value }) => hexadecimal(value),
    ({ headers }) => JSON.stringify(headers),
  ];
  const arrays = columns.map((_column, index) => `$${String(index + 1)}::text[]`).join(', ');
  const { rows } = await session.run({
    ...prepare(`
      SELECT nth FROM unnest(${arrays}) WITH ORDINALITY
        AS input (group_name, topic, partition, "offset", key, raw, headers, nth)
      WHERE NOT EXISTS (
        SELECT FROM ${deadLetters} AS known
        WHERE known.group_name = input.group_name AND known.topic = input.topic
          AND known.partition = input.partition::integer AND known."offset" = input."offset"
          AND known.key IS NOT DISTINCT FROM decode(input.key, 'hex')
          AND known.raw IS NOT DISTINCT FROM decode(input.raw, 'hex')
          AND known.headers::text = input.headers)`),
    values: columns.map((column) => textArray(letters.map(({ source }) => column(source)))),
  });
  const fresh = new Set(rows.map(([nth]) => Number(nth) - 1));
  return letters.filter((_letter, index) => fresh.has(index));
}

/** Those of the messages of a line whose letters were replayed or discarded. */
export async function findSettled(
  session: Session,
  { deadLetters }: DatabaseTables,
  { group, topic }: Line,
  items: readonly Pick<IngestItem, 'source'>[],
): Promise<ReadonlySet<MessageSource>> {
  const sources = items.flatMap(({ source }) => source ?? []);
  if (sources.length === 0) return new Set();
  const { rows } = await session.run({
    ...prepare(`
      SELECT partition, "offset", encode(key, 'hex'), encode(raw, 'hex'), headers::text
      FROM ${deadLetters}
      WHERE group_name = $1 AND topic = $2 AND partition = ANY ($3::text[]::integer[])
        AND "offset" = ANY ($4::text[]) AND status <> 'waiting'`),
    values: [
      group,
      topic,
      textArray([...new Set(sources.map(({ partition }) => String(partition)))]),
      textArray(sources.map(({ offset }) => offset)),
    ],
  });
  if (rows.length === 0) return new Set();
  const settled = new Set(rows.map((row) => JSON.stringify(row)));
  return new Set(sources.filter((source) => settled.has(JSON.stringify(identityOf(source)))));
}

function identityOf({ partition, offset, key, value, headers }: MessageSource) {
  const contents = [hexadecimal(key), hexadecimal(value), JSON.stringify(headers)];
  return [String(partition), offset, ...contents];
}
