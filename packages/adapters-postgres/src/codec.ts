import { PortError, type EventData, type StoredEvent } from '@foldmart/core';
import type { TextRow } from './connection/session.js';
import { parseStoredJson } from './stored-json.js';

/**
 * The columns that a query selects for {@link decodeEvents}, in order. The time of recording comes as microseconds since 1970,
 * because formatting it costs the server more than the rest of a row.
 */
export const storedEventColumns =
  'epoch, tx, position, stream_id, stream_version, event_id, type, schema_version, time, origin, ' +
  "correlation_id, causation_id, trace_parent, data, (date_part('epoch', recorded_at) * 1000000)::bigint";

/** Reads rows of {@link storedEventColumns}. */
export function decodeEvents(rows: readonly TextRow[]): StoredEvent[] {
  // Events of one transaction were recorded at the same time.
  let microseconds = '';
  let recordedAt = '';
  return rows.map((row) => {
    const own = present(row[14]);
    if (own !== microseconds) {
      microseconds = own;
      recordedAt = timeText(Number(own));
    }
    return decodeEvent(row, recordedAt);
  });
}

function decodeEvent(row: TextRow, recordedAt: string): StoredEvent {
  const id = present(row[5]);
  const event: { -readonly [Field in keyof StoredEvent]: StoredEvent[Field] } = {
    id,
    type: present(row[6]),
    data: parseStoredJson(present(row[13]), `The data of event ${id}`) as EventData,
    schemaVersion: Number(row[7]),
    time: present(row[8]),
    origin: present(row[9]),
    streamId: present(row[3]),
    streamVersion: Number(row[4]),
    position: `${present(row[0])}.${present(row[1])}.${present(row[2])}`,
    recordedAt,
  };
  if (isPresent(row[10])) event.correlationId = row[10];
  if (isPresent(row[11])) event.causationId = row[11];
  if (isPresent(row[12])) event.traceParent = row[12];
  return event;
}

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
