import type { EventStore } from '../ports/event-store.js';
import { inBatches } from './publish-events.js';

const idsPerQuery = 5_000;

/** How many of these events are in the log: asked of the store, not of a counter. Rejects with the store's PortError. */
export async function countPersisted(
  store: Pick<EventStore, 'findIds'>,
  eventIds: readonly string[],
): Promise<number> {
  let persisted = 0;
  for (const batch of inBatches([...new Set(eventIds)], idsPerQuery)) {
    persisted += (await store.findIds(batch)).size;
  }
  return persisted;
}
