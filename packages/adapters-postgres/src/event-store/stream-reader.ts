import {
  assertStreamRange,
  largestLimit,
  type StoredEvent,
  type StreamRange,
  type StreamSlice,
} from '@foldmart/core';
import {
  eventDecoder,
  storedEventColumns,
  storedEventFormats,
  storedEventWidth,
} from '../codec.js';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import type { DatabaseTables } from '../database-tables.js';

/** Reads a part of a stream and its version in the same snapshot. */
export async function readStream(
  session: Session,
  { events }: DatabaseTables,
  streamId: string,
  range: StreamRange,
): Promise<StreamSlice> {
  assertStreamRange(range);
  const isToEnd = range.toVersion === undefined && range.limit === undefined;
  return isToEnd && range.backwards !== true
    ? readToEnd(session, events, streamId, range)
    : readPart(session, events, streamId, range);
}

/**
 * The last event tells the stream's version. If there is none, the stream may end before the range.
 *
 * The server finds events in the order in which they were written, which is almost always the order of their versions. To
 * sort them, it would copy every row, and send none before it has found all.
 */
async function readToEnd(
  session: Session,
  events: string,
  streamId: string,
  { fromVersion = 1 }: StreamRange,
): Promise<StreamSlice> {
  const statement = {
    ...prepare(`
      SELECT ${storedEventColumns} FROM ${events}
      WHERE stream_id = $1 AND stream_version >= $2`),
    values: [streamId, fromVersion],
    formats: storedEventFormats,
  };
  const found = inOrder(await session.read([statement], eventDecoder()));
  const last = found.at(-1);
  if (last !== undefined) return { streamId, version: last.streamVersion, events: found };
  return fromVersion <= 1
    ? { streamId, version: 0, events: [] }
    : readPart(session, events, streamId, { fromVersion });
}

function inOrder(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const isInOrder = events.every(
    ({ streamVersion }, index) => streamVersion > (events[index - 1]?.streamVersion ?? 0),
  );
  return isInOrder ? events : events.toSorted((a, b) => a.streamVersion - b.streamVersion);
}

/**
 * The version is not read with `max`: if most streams are short, the planner would read every version of a long stream.
 */
async function readPart(
  session: Session,
  events: string,
  streamId: string,
  range: StreamRange,
): Promise<StreamSlice> {
  const { fromVersion = 1, toVersion = largestLimit, limit, backwards = false } = range;
  const direction = backwards ? 'DESC' : 'ASC';
  const statement = {
    ...prepare(`
      SELECT ${storedEventColumns}, head.version FROM (
        SELECT (
          SELECT stream_version FROM ${events} WHERE stream_id = $1
          ORDER BY stream_version DESC LIMIT 1
        ) AS version
      ) head LEFT JOIN LATERAL (
        SELECT * FROM ${events}
        WHERE stream_id = $1 AND stream_version BETWEEN $2 AND $3
        ORDER BY stream_version ${direction} LIMIT $4
      ) part ON true ORDER BY part.stream_version ${direction}`),
    values: [streamId, fromVersion, toVersion, limit ?? null],
    formats: [...storedEventFormats, 'binary' as const],
  };
  let version = 0;
  const decode = eventDecoder();
  const found = await session.read([statement], (row) => {
    version = row.integer(storedEventWidth) ?? 0;
    return row.isNull(0) ? undefined : decode(row);
  });
  return { streamId, version, events: found.filter((event) => event !== undefined) };
}
