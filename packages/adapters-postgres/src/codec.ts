import { PortError, type StoredEvent } from '@foldmart/core';
import type { Format } from './connection/statement.js';
import type { WireRow } from './connection/wire/wire-row.js';
import { parseEventData } from './stored-json.js';

// What events share is in front: the transaction and its stream, then what the kind of event decides.
const [epoch, tx, recordedAt, streamId, type, schemaVersion, origin, time] = [
  0, 1, 2, 3, 4, 5, 6, 7,
];
const [position, streamVersion, id, correlationId, causationId, traceParent] = [
  8, 9, 10, 11, 12, 13,
];
const data = 14;
const numbers = [epoch, tx, recordedAt, schemaVersion, position, streamVersion];

/** The columns that a query selects for {@link eventDecoder}, in order. */
export const storedEventColumns =
  'epoch, tx, recorded_at, stream_id, type, schema_version, origin, time, ' +
  'position, stream_version, event_id, correlation_id, causation_id, trace_parent, data';

/** Their number. */
export const storedEventWidth = 15;

/** Their formats. Text costs the server less in the text format; numbers cost both sides less in the binary one. */
export const storedEventFormats: readonly Format[] = Array.from(
  { length: storedEventWidth },
  (_none, column) => (numbers.includes(column) ? 'binary' : 'text'),
);

/** What events that were appended together have in common. */
class SharedValues {
  place = '';
  recordedAt = '';
  streamId = '';
  type = '';
  schemaVersion = 0;
  origin = '';
  #ofAppend = '';
  #ofKind = '';

  /** Keeps the values of the previous row if this one has the same. */
  update(row: WireRow): void {
    const ofAppend = row.fingerprint(epoch, type);
    if (ofAppend !== this.#ofAppend) {
      this.#ofAppend = ofAppend;
      this.place = `${String(present(row.integer(epoch)))}.${present(row.digits(tx))}.`;
      this.recordedAt = timeText(present(row.microseconds(recordedAt)));
      this.streamId = present(row.text(streamId));
    }
    const ofKind = row.fingerprint(type, time);
    if (ofKind === this.#ofKind) return;
    this.#ofKind = ofKind;
    this.type = present(row.text(type));
    this.schemaVersion = present(row.integer(schemaVersion));
    this.origin = present(row.text(origin));
  }
}

/** Creates the function that reads rows of {@link storedEventColumns}, one after another. */
export function eventDecoder(): (row: WireRow) => StoredEvent {
  const shared = new SharedValues();
  return (row) => {
    shared.update(row);
    return new PlainEvent(row, shared);
  };
}

type Writable<Row> = { -readonly [Field in keyof Row]: Row[Field] };

/** Fills a new event from a row of {@link storedEventColumns}. */
function fillEvent(this: Writable<StoredEvent>, row: WireRow, shared: SharedValues): void {
  this.id = present(row.text(id));
  this.type = shared.type;
  this.data = parseEventData(present(row.text(data)), this.id);
  this.schemaVersion = shared.schemaVersion;
  this.time = present(row.text(time));
  this.origin = shared.origin;
  this.streamId = shared.streamId;
  this.streamVersion = present(row.integer(streamVersion));
  this.position = shared.place + String(present(row.integer(position)));
  this.recordedAt = shared.recordedAt;
  if (!row.isNull(correlationId)) this.correlationId = present(row.text(correlationId));
  if (!row.isNull(causationId)) this.causationId = present(row.text(causationId));
  if (!row.isNull(traceParent)) this.traceParent = present(row.text(traceParent));
}

// V8 allocates the objects of a literal in the old generation once a hundred of them were alive in a collection of the young
// one. All that they refer to then lives until the next full collection. A constructor has no such statistics.
fillEvent.prototype = Object.prototype;
const PlainEvent = fillEvent as unknown as new (row: WireRow, shared: SharedValues) => StoredEvent;

const from1970To2000 = Date.UTC(2000, 0, 1) * 1_000;

/** Microseconds since 2000 as text in UTC, `2026-02-03T14:30:00.000000Z`. */
function timeText(since2000: number): string {
  const microseconds = from1970To2000 + since2000;
  const ms = Math.floor(microseconds / 1_000);
  const rest = String(microseconds - ms * 1_000).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}Z`;
}

/** A value of a column that is never null. */
export function present<Value>(value: Value | null | undefined): Value {
  if (value !== null && value !== undefined) return value;
  throw new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'corrupt',
    message: 'A column that this library always fills is null: the table was changed.',
  });
}
