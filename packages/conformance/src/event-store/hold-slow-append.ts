import type { EventStoreHarness, HeldAppend } from '../harness.js';
import { acquired, bookStream } from '../sample-domain/index.js';

/** Appends the first event of the book `slow`, and leaves the append open: its position is taken, and nobody sees it. */
export function holdSlowAppend(harness: EventStoreHarness): Promise<HeldAppend> {
  return harness.holdAppend({
    streamId: bookStream('slow'),
    expectedVersion: 0,
    events: [acquired('slow')],
  });
}
