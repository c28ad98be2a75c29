import type { EventEnvelope, StreamAppend } from '@foldmart/core';

/** An event without meaning. */
export function noted(id: string): EventEnvelope {
  return {
    id,
    type: 'noted',
    data: {},
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
}

/** An append of such events to a stream at any version. */
export function notedOn(streamId: string, ...ids: readonly string[]): StreamAppend {
  return { streamId, expectedVersion: 'any', events: ids.map(noted) };
}
