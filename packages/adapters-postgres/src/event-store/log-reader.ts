import {
  assertLimit,
  type LogBacklog,
  type LogEnd,
  type LogPosition,
  type LogRange,
  type LogSlice,
  type StoredEvent,
} from '@foldmart/core';
import { canonicalTime } from '../canonical-time.js';
import { eventDecoder, present, storedEventColumns, storedEventFormats } from '../codec.js';
import type { Session } from '../connection/session.js';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { isStorableText } from './representable.js';
import { bound, readBounded, runBounded } from './log-bound.js';
import { formatPosition, parsePosition, startOfLog } from './log-position.js';

/**
 * The events that readers can see: those below the oldest append that is still running, since no later event can get a
 * position below it. All events of an earlier epoch are final.
 */
function isSettled({ logEpoch }: DatabaseTables): string {
  return `(epoch, tx) < ((SELECT epoch FROM ${logEpoch}), ${bound})`;
}

const isBehind = '(epoch, tx, position) > ($1::integer, $2::text::xid8, $3::integer)';

/** Reads the log as far as it is settled, in its order. */
export async function readLog(
  session: Session,
  tables: DatabaseTables,
  range: LogRange,
): Promise<LogSlice> {
  const page = pageStatement(tables, `${isBehind} AND ${isSettled(tables)}`, range);
  return sliceOf(await readBounded(session, tables, page, eventDecoder()), range);
}

/** Reads all of the log that the session's snapshot holds, in its order, settled or not. */
export async function readCommittedLog(
  session: Session,
  tables: DatabaseTables,
  range: LogRange,
): Promise<LogSlice> {
  const page = pageStatement(tables, isBehind, range);
  return sliceOf(await session.read([page], eventDecoder()), range);
}

function pageStatement(
  { events }: DatabaseTables,
  condition: string,
  { after, limit }: LogRange,
): Statement {
  assertLimit(limit);
  return {
    ...prepare(`
      SELECT ${storedEventColumns} FROM ${events}
      WHERE ${condition} ORDER BY epoch, tx, position LIMIT $4`),
    values: [...placeOf(after), limit],
    formats: storedEventFormats,
  };
}

function sliceOf(events: readonly StoredEvent[], { after }: LogRange): LogSlice {
  return { events, next: events.at(-1)?.position ?? after };
}

/** The last settled events, and the position after them. */
export async function readLogEnd(
  session: Session,
  tables: DatabaseTables,
  limit: number,
): Promise<LogEnd> {
  assertLimit(limit);
  const statement = {
    ...prepare(`
      SELECT ${storedEventColumns} FROM ${tables.events} WHERE ${isSettled(tables)}
      ORDER BY epoch DESC, tx DESC, position DESC LIMIT $1`),
    values: [Math.max(limit, 1)],
    formats: storedEventFormats,
  };
  const found = await readBounded(session, tables, statement, eventDecoder());
  const next = found[0]?.position ?? formatPosition(startOfLog);
  return { events: found.slice(0, limit).reverse(), next };
}

/** The number of settled events after a position. */
export async function countSettled(
  session: Session,
  tables: DatabaseTables,
  after: LogPosition | undefined,
): Promise<number> {
  const statement = {
    ...prepare(`SELECT count(*) FROM ${tables.events} WHERE ${isBehind} AND ${isSettled(tables)}`),
    values: placeOf(after),
  };
  const [row = []] = await runBounded(session, tables, statement);
  return Number(row[0]);
}

/** The events of the session's snapshot after a position, settled or not. */
export async function readBacklog(
  session: Session,
  tables: DatabaseTables,
  after: LogPosition | undefined,
): Promise<LogBacklog> {
  const statement = {
    ...prepare(`
      SELECT count(*), count(*) FILTER (WHERE NOT ${isSettled(tables)}), ${canonicalTime('min(recorded_at)')}
      FROM ${tables.events} WHERE ${isBehind}`),
    values: placeOf(after),
  };
  const [row = []] = await runBounded(session, tables, statement);
  const [events, hidden, since] = row;
  return { events: Number(events), hidden: Number(hidden), since: since ?? undefined };
}

/** The number of events in the session's snapshot, settled or not. */
export async function countCommitted(
  session: Session,
  { events }: DatabaseTables,
): Promise<number> {
  const { rows } = await session.run(prepare(`SELECT count(*) FROM ${events}`));
  return Number(rows[0]?.[0]);
}

function placeOf(after: LogPosition | undefined): readonly string[] {
  const { epoch, tx, position } = after === undefined ? startOfLog : parsePosition(after);
  return [epoch, tx, position];
}

/** The ids among these that are in the log. */
export async function findIds(
  session: Session,
  { events }: DatabaseTables,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const storable = eventIds.filter(isStorableText);
  if (storable.length === 0) return new Set();
  const { rows } = await session.run({
    ...prepare(`SELECT event_id FROM ${events} WHERE event_id = ANY ($1::text[])`),
    values: [textArray(storable)],
  });
  return new Set(rows.map(([id]) => present(id)));
}

/** The events with these ids. */
export async function findEvents(
  session: Session,
  { events }: DatabaseTables,
  eventIds: readonly string[],
): Promise<readonly StoredEvent[]> {
  const storable = eventIds.filter(isStorableText);
  if (storable.length === 0) return [];
  const statement = {
    ...prepare(`SELECT ${storedEventColumns} FROM ${events} WHERE event_id = ANY ($1::text[])`),
    values: [textArray(storable)],
    formats: storedEventFormats,
  };
  return session.read([statement], eventDecoder());
}
