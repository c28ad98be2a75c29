import type { EventEnvelope } from '@foldmart/core';
import { copyLines, copyText } from '../connection/copy-text.js';
import {
  logTarget,
  prepare,
  type CopyStatement,
  type PreparedStatement,
  type Statement,
} from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';

/** An event with its place, as it goes into the log. */
export interface EventRecord {
  /** Its place among the events of its transaction, which orders them in the log. */
  readonly position: number;
  readonly streamId: string;
  readonly streamVersion: number;
  readonly event: EventEnvelope;
  /** The event's data as JSON text. */
  readonly json: string;
}

const columns = [
  'position',
  'stream_version',
  'schema_version',
  'event_id',
  'stream_id',
  'type',
  'time',
  'origin',
  'correlation_id',
  'causation_id',
  'trace_parent',
  'data',
] as const;

const casts: Readonly<Partial<Record<string, string>>> = {
  position: 'integer',
  stream_version: 'integer',
  schema_version: 'integer',
  data: 'jsonb',
};

/** The statements that insert records into the log; the server sets tx, epoch and the time of recording. */
export interface RecordStatements {
  /** Fails with a unique violation if a record exists. */
  insert(records: readonly EventRecord[]): Statement;
  /** Skips records that exist and returns the positions of the others. */
  insertNew(records: readonly EventRecord[]): Statement;
  /** The fastest way, for events that are most likely new; fails as `insert` does. */
  copy(records: readonly EventRecord[]): CopyStatement;
}

/** Makes the statements for the table `events`. */
export function recordStatements(events: string): RecordStatements {
  const list = columns.join(', ');
  const selected = columns.map((name) => withCast(name)).join(', ');
  const arrays = columns.map((_name, index) => `$${String(index + 1)}::text[]`).join(', ');
  const insert = `INSERT INTO ${events} (${list}) SELECT ${selected} FROM unnest(${arrays}) AS input (${list})`;
  const plain = prepare(insert);
  const skipping = prepare(`${insert} ON CONFLICT DO NOTHING RETURNING position`);
  return {
    insert: (records) => bound(plain, records),
    insertNew: (records) => bound(skipping, records),
    copy: (records) => ({
      text: `COPY ${events} (${list}) FROM STDIN`,
      copyData: copyLines(records, copyLine),
      writes: logTarget,
    }),
  };
}

/**
 * The order in which every transaction writes its events. A common order prevents deadlocks on keys; which order it
 * is does not matter.
 */
export function byStream(one: EventRecord, other: EventRecord): number {
  if (one.streamId < other.streamId) return -1;
  if (one.streamId > other.streamId) return 1;
  return one.streamVersion - other.streamVersion;
}

function withCast(column: string): string {
  const type = casts[column];
  return type === undefined ? column : `${column}::${type}`;
}

function bound(statement: PreparedStatement, records: readonly EventRecord[]): Statement {
  const fields = records.map(fieldsOf);
  return {
    ...statement,
    writes: logTarget,
    values: columns.map((_name, index) => textArray(fields.map((field) => field[index] ?? null))),
  };
}

function fieldsOf(record: EventRecord): readonly (string | null)[] {
  const { event } = record;
  return [
    String(record.position),
    String(record.streamVersion),
    String(event.schemaVersion),
    event.id,
    record.streamId,
    event.type,
    event.time,
    event.origin,
    event.correlationId ?? null,
    event.causationId ?? null,
    event.traceParent ?? null,
    record.json,
  ];
}

function copyLine(record: EventRecord): string {
  const { event, streamId, position, streamVersion, json } = record;
  const { id, type, time, origin, correlationId, causationId, traceParent } = event;
  const names = `${copyText(id)}\t${copyText(streamId)}\t${copyText(type)}\t${copyText(time)}`;
  const numbers = `${String(position)}\t${String(streamVersion)}\t${String(event.schemaVersion)}`;
  const context = `${copyText(correlationId)}\t${copyText(causationId)}\t${copyText(traceParent)}`;
  return `${numbers}\t${names}\t${copyText(origin)}\t${context}\t${copyText(json)}\n`;
}
