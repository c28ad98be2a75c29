import { assertLimit, type StreamListRange, type StreamSummary } from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { present } from '../codec.js';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';
import { isStorableText } from './representable.js';

/**
 * Lists streams by a loose index scan: the index finds the first id after the previous one, so the cost of a page
 * depends neither on the number of events in its streams nor on the number of streams
 * (https://wiki.postgresql.org/wiki/Loose_indexscan).
 */
export async function listStreams(
  session: Session,
  { events }: DatabaseTables,
  { prefix = '', after, limit }: StreamListRange,
): Promise<readonly StreamSummary[]> {
  assertLimit(limit);
  if (limit === 0 || !isStorableText(prefix)) return [];
  const { rows } = await session.run({
    ...prepare(statementText(events, after !== undefined)),
    values: [prefix, limit, ...(after === undefined ? [] : [after])],
  });
  return rows.map(([streamId, version, recordedAt]) => ({
    streamId: present(streamId),
    version: Number(version),
    recordedAt: present(recordedAt),
  }));
}

/**
 * The prefix is compared with the one id that the index found. Inside the search, the planner could use it as a
 * filter and read to the end of the log after the last stream with the prefix.
 */
function statementText(events: string, isContinued: boolean): string {
  const isBehind = isContinued ? 'AND stream_id > $3::text' : '';
  return `
    WITH RECURSIVE listed (stream_id, place) AS (
      SELECT first.stream_id, 1 FROM (
        SELECT stream_id FROM ${events} WHERE stream_id >= $1::text ${isBehind}
        ORDER BY stream_id LIMIT 1
      ) first
      WHERE starts_with(first.stream_id, $1)
      UNION ALL
      SELECT next.stream_id, listed.place + 1 FROM listed CROSS JOIN LATERAL (
        SELECT e.stream_id FROM ${events} e WHERE e.stream_id > listed.stream_id
        ORDER BY e.stream_id LIMIT 1
      ) next
      WHERE listed.place < $2::integer AND starts_with(next.stream_id, $1)
    )
    SELECT listed.stream_id, head.stream_version, ${canonicalTime('head.recorded_at')}
    FROM listed CROSS JOIN LATERAL (
      SELECT e.stream_version, e.recorded_at FROM ${events} e WHERE e.stream_id = listed.stream_id
      ORDER BY e.stream_version DESC LIMIT 1
    ) head
    ORDER BY listed.place`;
}
