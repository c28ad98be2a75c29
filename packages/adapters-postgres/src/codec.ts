import { PortError, type EventData, type StoredEvent } from '@foldmart/core';
import { canonicalTime } from './canonical-time.js';
import type { TextRow } from './connection/session.js';
import { parseStoredJson } from './stored-json.js';

/** The columns that a query selects for {@link decodeEvent}, in order. */
export const storedEventColumns =
  "epoch || '.' || tx || '.' || position AS place, stream_id, stream_version, event_id, type, schema_version, " +
  `time, origin, correlation_id, causation_id, trace_parent, data::text, ${canonicalTime('recorded_at')}`;

/** Reads a row of {@link storedEventColumns}. */
export function decodeEvent(row: TextRow): StoredEvent {
  const [place, streamId, streamVersion, id, type, schemaVersion, time, origin] = row;
  const [, , , , , , , , correlationId, causationId, traceParent, data, recordedAt] = row;
  return {
    id: present(id),
    type: present(type),
    data: parseStoredJson(present(data), `The data of event ${present(id)}`) as EventData,
    schemaVersion: Number(schemaVersion),
    time: present(time),
    origin: present(origin),
    ...(isPresent(correlationId) ? { correlationId } : {}),
    ...(isPresent(causationId) ? { causationId } : {}),
    ...(isPresent(traceParent) ? { traceParent } : {}),
    streamId: present(streamId),
    streamVersion: Number(streamVersion),
    position: present(place),
    recordedAt: present(recordedAt),
  };
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
