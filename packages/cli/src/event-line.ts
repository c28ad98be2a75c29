import type { StoredEvent } from '@foldmart/core';
import { singleLine } from './output.js';

/** Formats an event as a line: when it was recorded, its stream and version, its type, its data. */
export function eventLine(event: StoredEvent): string {
  const { recordedAt, streamId, streamVersion, type, data } = event;
  return singleLine(
    `[${recordedAt}] ${streamId}@${String(streamVersion)} ${type} ${JSON.stringify(data)}`,
  );
}
