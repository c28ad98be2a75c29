import assert from 'node:assert/strict';
import type { EventEnvelope, EventStore, StoredEvent } from '@foldmart/core';

const storeOwn: ReadonlySet<string> = new Set<keyof StoredEvent>([
  'streamId',
  'streamVersion',
  'position',
  'recordedAt',
]);

/** An event without the fields that the store adds. */
export function envelopeOf(stored: StoredEvent): EventEnvelope {
  const carried = Object.entries(stored).filter(([name]) => !storeOwn.has(name));
  return Object.fromEntries(carried) as unknown as EventEnvelope;
}

/** Asserts that a stream holds exactly these events, with all their fields, as its versions from 1. */
export async function assertStream(
  events: EventStore,
  streamId: string,
  expected: readonly EventEnvelope[],
): Promise<void> {
  const slice = await events.readStream(streamId);
  assert.deepEqual(slice.events.map(envelopeOf), expected, `the events of ${streamId}`);
  assert.deepEqual(
    slice.events.map(({ streamVersion }) => streamVersion),
    expected.map((_event, index) => index + 1),
    `the versions of ${streamId}`,
  );
  assert.equal(slice.version, expected.length, `the version of ${streamId}`);
}
