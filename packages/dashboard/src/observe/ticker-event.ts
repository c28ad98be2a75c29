import type { StoredEvent } from '@foldmart/core';
import type { TickerEvent } from '../views/overview-view.js';

const longestSummary = 240;

/** An event on one line. */
export function tickerEvent(event: StoredEvent): TickerEvent {
  const { id, type, streamId, streamVersion, recordedAt, origin, data } = event;
  const text = JSON.stringify(data);
  const summary = text.length > longestSummary ? `${text.slice(0, longestSummary - 1)}…` : text;
  return { id, type, streamId, version: streamVersion, recordedAt, origin, summary };
}
