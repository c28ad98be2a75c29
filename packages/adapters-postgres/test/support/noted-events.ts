import type { EventEnvelope, StreamAppend } from '@foldmart/core';

/** An event of no meaning. */
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

/** Such events for the end of a stream, whatever it holds. */
export function notedOn(streamId: string, ...ids: readonly string[]): StreamAppend {
  return { streamId, expectedVersion: 'any', events: ids.map(noted) };
}
