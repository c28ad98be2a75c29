import type { Session } from '../connection/session.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import type { EncodedItem, Outcomes } from './ingest/ingest-rounds.js';
import type { LogContext } from './log-writer.js';
import { SerializationConflictError } from './serialization-conflict.js';

/**
 * Finds out why events that open their streams were not inserted: the same event exists, under its id or in its
 * place, or another event does. This is a separate statement, because the insert could not see the rows that it
 * waited for.
 */
export async function classifyOpenings(
  session: Session,
  { tables }: Pick<LogContext, 'tables'>,
  items: readonly EncodedItem[],
  outcomes: Outcomes,
): Promise<void> {
  if (items.length === 0) return;
  const { rows } = await session.run({
    // Not prepared: a plan that was made while the log is small reads all of it later.
    text: statementText(tables),
    values: [
      textArray(items.map(({ event }) => event.id)),
      textArray(items.map(({ streamId }) => streamId)),
      textArray(items.map(({ event }) => event.type)),
      textArray(items.map(({ json }) => json)),
    ],
  });
  for (const [ordinal, isThere, isSame] of rows) {
    const item = items[Number(ordinal) - 1];
    if (item === undefined) continue;
    if (isThere !== 't') throw new SerializationConflictError('what was in the way has gone');
    outcomes.set(item.index, isSame === 't' ? 'duplicate' : 'conflict');
  }
}

function statementText({ events }: DatabaseTables): string {
  const same = (alias: string): string =>
    `(${alias}.stream_id = input.stream_id AND ${alias}.type = input.type AND ${alias}.data = input.data::jsonb)`;
  return `
    SELECT input.ordinal, twin.event_id IS NOT NULL OR first.event_id IS NOT NULL,
           coalesce(${same('twin')}, false) OR coalesce(${same('first')}, false)
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
         WITH ORDINALITY AS input (event_id, stream_id, type, data, ordinal)
    LEFT JOIN ${events} twin ON twin.event_id = input.event_id COLLATE "C"
    LEFT JOIN ${events} first
      ON first.stream_id = input.stream_id COLLATE "C" AND first.stream_version = 1`;
}
