import type { EventEnvelope } from '@foldmart/core';
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

/** The columns of the table `events` that a writer fills. */
export const columns = [
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

/** A value that is given as text, in the type of its column. */
export function withCast(column: string, value = column): string {
  const type = casts[column];
  return type === undefined ? value : `${value}::${type}`;
}

/** The parameters of a statement that takes an array for each column. */
export function arraysOf(
  fields: readonly (readonly (string | null)[])[],
  length: number,
): readonly Buffer[] {
  return Array.from({ length }, (_none, index) =>
    textArray(fields.map((field) => field[index] ?? null)),
  );
}

/** A record's values, in the order of the columns. */
export function fieldsOf(record: EventRecord): readonly (string | null)[] {
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
