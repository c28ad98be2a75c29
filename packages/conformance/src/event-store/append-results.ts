import assert from 'node:assert/strict';
import type { AppendResult, EventStore, StreamAppend } from '@foldmart/core';

/** The result of an append, without its position. */
export type AppendCounts = Omit<AppendResult, 'position'>;

/** Asserts the results of appends, except for their positions. */
export function assertResults(
  results: readonly AppendResult[],
  expected: readonly AppendCounts[],
): void {
  const counts = results.map(({ streamId, version, appended, duplicates }) => ({
    streamId,
    version,
    appended,
    duplicates,
  }));
  assert.deepEqual(counts, expected);
}

/** Asserts that an append has returned the positions that its last events have. */
export async function assertPlaces(
  events: EventStore,
  appends: readonly StreamAppend[],
  results: readonly AppendResult[],
): Promise<void> {
  for (const [index, { streamId, events: given }] of appends.entries()) {
    const { events: stored } = await events.readStream(streamId);
    const ids = new Set(given.map(({ id }) => id));
    const last = stored.findLast(({ id }) => ids.has(id));
    assert.equal(results[index]?.position, last?.position, `the position in ${streamId}`);
  }
}
