import { isPortError, type AppendResult, type StreamAppend } from '@foldmart/core';
import { classifyError, isLostRace, sqlState } from '../../classify-error.js';
import type { Session, TextRow } from '../../connection/session.js';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import { expectsAnyEvent, expectsNothing } from '../../migrations/0012-stream-heads.js';
import { byStream } from '../event-record.js';
import { InlineProjectionError, inlineStatements } from '../inline-writes.js';
import { formatPosition } from '../log-position.js';
import type { LogContext } from '../log-writer.js';
import type { PlacedRecord } from '../placed-records.js';
import { placeOf } from '../transaction-place.js';
import { encodeCandidates } from './append-in-transaction.js';

/** Below this, COPY costs more than it saves. */
const fewestToCopy = 8;
/** The largest version of a stream. */
const largestVersion = 2_147_483_647;

/** Calls of `append` as statements that are sent in one piece. */
export interface AtOncePlan {
  readonly calls: readonly (readonly StreamAppend[])[];
  readonly statements: readonly (Statement | CopyStatement)[];
  readonly records: readonly PlacedRecord[];
  /** The index of the statement that returns the place of the transaction, and the versions that were not known. */
  readonly placing: number;
}

/**
 * Plans to record calls of `append` in one round trip, as if every event were new. Undefined if a call needs to look at the
 * log first, or cannot be written.
 */
export function planAtOnce(
  context: LogContext,
  calls: readonly (readonly StreamAppend[])[],
): AtOncePlan | undefined {
  if (!calls.flat().every(isPlain)) return undefined;
  try {
    const records = place(calls.flat());
    const events = records.map(({ event }) => event);
    const projected = inlineStatements(context, events);
    const [first, ...others] = records;
    if (first !== undefined && others.length === 0) {
      const statements = [context.placed.insertFenced(first), ...projected];
      return { calls, statements, records, placing: 0 };
    }
    const recording = logStatements(context, records);
    const statements = [...recording, context.fence, ...projected];
    return { calls, statements, records, placing: recording.length - 1 };
  } catch (error) {
    // The error counts only if the event is new.
    if (error instanceof InlineProjectionError || isPortError(error)) return undefined;
    throw error;
  }
}

/**
 * Runs a plan. Returns undefined and records nothing if an event or a version exists already, a stream is not as its append
 * expects, or the server refuses the writes.
 */
export async function appendAtOnce(
  session: Session,
  { statements, calls, records, placing }: AtOncePlan,
): Promise<readonly (readonly AppendResult[])[] | undefined> {
  try {
    const results = await session.transact(statements);
    return resultsOf(calls, records, results[placing]?.rows ?? []);
  } catch (error) {
    if (isAboutTheData(error)) return undefined;
    throw error;
  }
}

function isAboutTheData(error: unknown): boolean {
  if (sqlState(error) === undefined) return false;
  return isLostRace(error) || !classifyError(error).isRetryable;
}

function isPlain({ expectedVersion: expected, events }: StreamAppend): boolean {
  if (events.length === 0) return false;
  if (typeof expected !== 'number') return true;
  return Number.isInteger(expected) && expected >= 0 && expected + events.length <= largestVersion;
}

function place(appends: readonly StreamAppend[]): readonly PlacedRecord[] {
  const records: PlacedRecord[] = [];
  for (const append of appends) {
    const { base, follows, isExact } = expectationOf(append);
    for (const [index, { streamId, event, json }] of encodeCandidates(append).entries()) {
      records.push({
        position: records.length + 1,
        streamId,
        streamVersion: base + index + 1,
        event,
        json,
        follows: index === 0 || !isExact ? follows : null,
      });
    }
  }
  return records;
}

/** An event that opens its stream is kept apart by the unique key alone. */
function expectationOf({ expectedVersion: expected }: StreamAppend): {
  readonly base: number;
  readonly follows: number | null;
  readonly isExact: boolean;
} {
  if (expected === 0 || expected === 'no-stream') return { base: 0, follows: null, isExact: true };
  if (expected === 'any') return { base: 0, follows: expectsNothing, isExact: false };
  if (expected === 'stream-exists') return { base: 0, follows: expectsAnyEvent, isExact: false };
  return { base: expected, follows: expected, isExact: true };
}

function logStatements(
  { records: statements, placed, beginAppend, place }: LogContext,
  records: readonly PlacedRecord[],
): readonly (Statement | CopyStatement)[] {
  const sorted = records.toSorted(byStream);
  const followers = sorted.filter(({ follows }) => follows !== null);
  const isExact = followers.every(({ follows }) => follows !== null && follows >= 0);
  if (records.length < fewestToCopy || !isExact) return [placed.insertPlaced(sorted)];
  const copy = [statements.copy(sorted), place];
  return followers.length === 0 ? copy : [beginAppend, placed.assertPlaced(followers), ...copy];
}

/** `rows` have the place of the transaction, and may have numbers in it with their versions. */
function resultsOf(
  calls: AtOncePlan['calls'],
  records: readonly PlacedRecord[],
  rows: readonly TextRow[],
): readonly (readonly AppendResult[])[] {
  const place = placeOf(rows[0] ?? []);
  const versions = new Map(rows.map(([, , number, version]) => [Number(number), Number(version)]));
  let last = 0;
  return calls.map((appends) =>
    appends.map(({ streamId, events }) => {
      last += events.length;
      const version = versions.get(last) ?? records[last - 1]?.streamVersion ?? 0;
      const position = formatPosition({ ...place, position: String(last) });
      return { streamId, version, appended: events.length, duplicates: 0, position };
    }),
  );
}
