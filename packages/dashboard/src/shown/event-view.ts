import type { StoredEvent } from '@foldmart/core';
import type { EventView } from '../views/stream-view.js';
import { shownValue } from './shown-value.js';

/** An event as the page shows it. */
export function eventView(event: StoredEvent): EventView {
  const { id, type, streamId, streamVersion, schemaVersion, time, recordedAt, position } = event;
  return {
    id,
    type,
    streamId,
    version: streamVersion,
    schemaVersion,
    time,
    recordedAt,
    position,
    origin: event.origin,
    correlationId: event.correlationId ?? null,
    causationId: event.causationId ?? null,
    traceParent: event.traceParent ?? null,
    data: shownValue(event.data),
  };
}
