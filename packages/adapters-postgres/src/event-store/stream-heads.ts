import type { EventEnvelope, LogPosition } from '@foldmart/core';
import { present } from '../codec.js';
import type { Session, TextRow } from '../connection/session.js';
import type { Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { formatPosition } from './log-position.js';
import { SerializationConflictError } from './serialization-conflict.js';

/** An event to write, and its stream. */
export interface Candidate {
  readonly streamId: string;
  readonly event: EventEnvelope;
  readonly json: string;
}

/** The event that the log has under a candidate's id. */
interface KnownEvent {
  readonly streamVersion: number;
  /** It is the same event: same stream, type and body. */
  readonly isSame: boolean;
  readonly position: LogPosition;
}

/** The state of some streams and candidates in the log. */
export interface StreamState {
  /** The version of each requested stream; 0 if it does not exist. */
  readonly versions: ReadonlyMap<string, number>;
  /** Candidates whose id is in the log, by their index. */
  readonly known: ReadonlyMap<number, KnownEvent>;
}

/** Reads the state of streams before they are written. */
export type ReadStreamState = (
  session: Session,
  candidates: readonly Candidate[],
  streamIds: readonly string[],
) => Promise<StreamState>;

/**
 * Creates the reader. Heads are read before ids, so an event in a head that was read is also found by id.
 *
 * Throws {@link SerializationConflictError} if a stream's last event was written by a transaction with a higher id
 * than this one's: the log is read in the order of these ids, and would show the stream out of order. The version
 * that was read must be visible at that point; a writer of the next version hits the unique key.
 *
 * The statements are planned each time: a plan for any number of ids, made while the log is small, reads all of the log
 * later.
 */
export function streamStateReader({ events, logEpoch }: DatabaseTables): ReadStreamState {
  const heads = `
    SELECT asked.stream_id, head.stream_version, head.is_later
    FROM unnest($1::text[]) AS asked (stream_id)
    CROSS JOIN LATERAL (
      SELECT e.stream_version,
             e.tx > pg_current_xact_id() AND e.epoch = (SELECT epoch FROM ${logEpoch}) AS is_later
      FROM ${events} e WHERE e.stream_id = asked.stream_id COLLATE "C"
      ORDER BY e.stream_version DESC LIMIT 1
    ) head`;
  const known = `
    SELECT input.ordinal, e.stream_version,
           e.stream_id = input.stream_id AND e.type = input.type AND e.data = input.data::jsonb,
           e.epoch, e.tx, e.position
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
         WITH ORDINALITY AS input (event_id, stream_id, type, data, ordinal)
    JOIN ${events} e ON e.event_id = input.event_id COLLATE "C"`;
  return async (session, candidates, streamIds) => {
    const [headRows, knownRows] = await session.runAll([
      { text: heads, values: [textArray(streamIds)] },
      { text: known, values: arraysOf(candidates) },
    ]);
    const versions = new Map(streamIds.map((streamId) => [streamId, 0]));
    for (const [streamId, version, isLater] of headRows?.rows ?? []) {
      if (isLater === 't')
        throw new SerializationConflictError(`stream ${String(streamId)} was written later`);
      versions.set(String(streamId), Number(version));
    }
    return { versions, known: new Map((knownRows?.rows ?? []).map(knownEntry)) };
  };
}

function arraysOf(candidates: readonly Candidate[]): NonNullable<Statement['values']> {
  return [
    textArray(candidates.map(({ event }) => event.id)),
    textArray(candidates.map(({ streamId }) => streamId)),
    textArray(candidates.map(({ event }) => event.type)),
    textArray(candidates.map(({ json }) => json)),
  ];
}

function knownEntry([ordinal, version, isSame, ...place]: TextRow): [number, KnownEvent] {
  const [epoch, tx, position] = place.map(present);
  return [
    Number(ordinal) - 1,
    {
      streamVersion: Number(version),
      isSame: isSame === 't',
      position: formatPosition({
        epoch: present(epoch),
        tx: present(tx),
        position: present(position),
      }),
    },
  ];
}
