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
import type { DatabaseTables } from '../database-tables.js';

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

/** A record that is placed before its stream's version is known. */
export interface PlacedRecord extends EventRecord {
  /** What the stream must be like, for `stream_head`; null if the record's place says it. */
  readonly follows: number | null;
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
  /**
   * Inserts records that follow the ends of their streams; without an exact version, `streamVersion` counts from the end.
   * Returns their positions and versions. Fails as `insert` does, and with a lost race if a stream is not as expected.
   */
  insertPlaced(records: readonly PlacedRecord[]): Statement;
  /** Fails with a lost race unless the records' streams are as expected. */
  assertPlaced(records: readonly PlacedRecord[]): Statement;
  /** The fastest way, for events that are most likely new; fails as `insert` does. */
  copy(records: readonly EventRecord[]): CopyStatement;
}

/** Makes the statements for the table `events`. */
export function recordStatements({ events, streamHead }: DatabaseTables): RecordStatements {
  const list = columns.join(', ');
  const selected = columns.map((name) => withCast(name)).join(', ');
  const arrays = columns.map((_name, index) => `$${String(index + 1)}::text[]`).join(', ');
  const insert = `INSERT INTO ${events} (${list}) SELECT ${selected} FROM unnest(${arrays}) AS input (${list})`;
  const plain = prepare(insert);
  const skipping = prepare(`${insert} ON CONFLICT DO NOTHING RETURNING position`);
  const placed = placedStatements(events, streamHead);
  return {
    ...placed,
    insert: (records) => bound(plain, records),
    insertNew: (records) => bound(skipping, records),
    copy: (records) => ({
      text: `COPY ${events} (${list}) FROM STDIN`,
      copyData: copyLines(records, copyLine),
      writes: logTarget,
    }),
  };
}

/** One event, the commonest append, needs no arrays. */
function placedStatements(
  events: string,
  streamHead: string,
): Pick<RecordStatements, 'insertPlaced' | 'assertPlaced'> {
  const list = columns.join(', ');
  const head = (stream: string, follows: string): string =>
    `coalesce(${streamHead}(${stream}, ${follows}) - greatest(${follows}, 0), 0)`;
  const selected = columns.map((name) =>
    name === 'stream_version'
      ? `stream_version::integer + ${head('stream_id', 'follows::integer')}`
      : withCast(name),
  );
  const each = [...columns, 'follows'];
  const returning = 'RETURNING position, stream_version';
  const many = prepare(`
    INSERT INTO ${events} (${list}) SELECT ${selected.join(', ')}
    FROM unnest(${each.map((_name, index) => `$${String(index + 1)}::text[]`).join(', ')})
      AS input (${each.join(', ')}) ${returning}`);
  const place = (name: string): string => `$${String(each.indexOf(name) + 1)}`;
  const values = columns.map((name) =>
    name === 'stream_version'
      ? `${place(name)}::integer + ${head(`${place('stream_id')}::text`, `${place('follows')}::integer`)}`
      : `${place(name)}::${casts[name] ?? 'text'}`,
  );
  const one = prepare(`INSERT INTO ${events} (${list}) VALUES (${values.join(', ')}) ${returning}`);
  const check = prepare(`
    SELECT ${streamHead}(stream_id, follows::integer)
    FROM unnest($1::text[], $2::text[]) AS input (stream_id, follows)`);
  return {
    insertPlaced: (records) => {
      const fields = records.map((record) => [...fieldsOf(record), textOf(record.follows)]);
      const statement = records.length === 1 ? one : many;
      const [first = []] = fields;
      return {
        ...statement,
        writes: logTarget,
        values: statement === one ? first : arraysOf(fields, each.length),
      };
    },
    assertPlaced: (records) => ({
      ...check,
      values: [
        textArray(records.map(({ streamId }) => streamId)),
        textArray(records.map(({ follows }) => textOf(follows))),
      ],
    }),
  };
}

function textOf(follows: number | null): string | null {
  return follows === null ? null : String(follows);
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
  const values = arraysOf(records.map(fieldsOf), columns.length);
  return { ...statement, writes: logTarget, values };
}

function arraysOf(
  fields: readonly (readonly (string | null)[])[],
  length: number,
): readonly Buffer[] {
  return Array.from({ length }, (_none, index) =>
    textArray(fields.map((field) => field[index] ?? null)),
  );
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
