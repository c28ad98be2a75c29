import { PortError, type EventData, type StoredEvent } from '@foldmart/core';
import type { TextRow } from './connection/session.js';
import { parseStoredJson } from './stored-json.js';

/**
 * The columns that a query selects for {@link eventDecoder}, in order. The time of recording comes as microseconds since 1970,
 * because formatting it costs the server more than the rest of a row.
 */
export const storedEventColumns =
  'epoch, tx, position, stream_id, stream_version, event_id, type, schema_version, time, origin, ' +
  "correlation_id, causation_id, trace_parent, data, (date_part('epoch', recorded_at) * 1000000)::bigint";

/** Creates the function that reads rows of {@link storedEventColumns}, one after another. */
export function eventDecoder(): (row: TextRow) => StoredEvent {
  // Events of one transaction were recorded at the same time.
  let microseconds = '';
  let recordedAt = '';
  return (row) => {
    const own = present(row[14]);
    if (own !== microseconds) {
      microseconds = own;
      recordedAt = timeText(Number(own));
    }
    return new PlainEvent(row, recordedAt);
  };
}

type Writable<Row> = { -readonly [Field in keyof Row]: Row[Field] };

/** Fills a new event from a row of {@link storedEventColumns}. */
function fillEvent(this: Writable<StoredEvent>, row: TextRow, recordedAt: string): void {
  const id = present(row[5]);
  this.id = id;
  this.type = present(row[6]);
  this.data = parseStoredJson(present(row[13]), `The data of event ${id}`) as EventData;
  this.schemaVersion = Number(row[7]);
  this.time = present(row[8]);
  this.origin = present(row[9]);
  this.streamId = present(row[3]);
  this.streamVersion = Number(row[4]);
  this.position = `${present(row[0])}.${present(row[1])}.${present(row[2])}`;
  this.recordedAt = recordedAt;
  if (isPresent(row[10])) this.correlationId = row[10];
  if (isPresent(row[11])) this.causationId = row[11];
  if (isPresent(row[12])) this.traceParent = row[12];
}

// V8 allocates the objects of a literal in the old generation once a hundred of them were alive in a collection of the young
// one. All that they refer to then lives until the next full collection. A constructor has no such statistics.
fillEvent.prototype = Object.prototype;
const PlainEvent = fillEvent as unknown as new (row: TextRow, recordedAt: string) => StoredEvent;

/** Text in UTC with microseconds, `2026-02-03T14:30:00.000000Z`. */
function timeText(microseconds: number): string {
  const ms = Math.floor(microseconds / 1_000);
  const rest = String(microseconds - ms * 1_000).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}Z`;
}

function isPresent(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}

/** A value of a column that is never null. */
export function present(value: string | null | undefined): string {
  if (isPresent(value)) return value;
  throw new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'corrupt',
    message: 'A column that this library always fills is null: the table was changed.',
  });
}
