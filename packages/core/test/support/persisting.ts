import { expect } from 'vitest';
import {
  persistEvents,
  PortError,
  type BatchContext,
  type DeliveredMessage,
  type EventStore,
  type ParkingPolicy,
  type PersistReport,
} from '@foldmart/core';
import type { MemoryShop } from './memory-shop.js';

/** The group of the tests, and where their batches lie. */
export const group = 'orders_group';
export const position = { from: '0', next: '9999', topicId: null };

export function context(attempt = 1): BatchContext {
  return { attempt, signal: new AbortController().signal };
}

/** Persists one batch, and returns its report. */
export async function persist(
  shop: MemoryShop,
  messages: readonly DeliveredMessage[],
  store: EventStore = shop.database.events,
  parking?: ParkingPolicy,
): Promise<PersistReport> {
  const reports: PersistReport[] = [];
  const handler = persistEvents(
    { store, codec: shop.common.codec },
    { group, onBatch: (report) => reports.push(report), ...(parking && { parking }) },
  );
  await shop.clock.drive(handler({ topic: 'orders', partition: 0, position, messages }, context()));
  expect(reports).toHaveLength(1);
  return reports[0]!;
}

/** What a store throws that can never hold an event. */
export function rejection(message = 'cannot be stored'): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'ingest',
    reason: 'rejected',
    message,
  });
}

/** The store, which rejects some events, each for its own reason, together with all that come in the same call. */
export function rejecting(
  store: EventStore,
  bad: ReadonlySet<string>,
  onCall: () => void = () => undefined,
): EventStore {
  const ids = [...bad];
  return withIngest(store, async (batch) => {
    onCall();
    const found = batch.items.find(({ event }) => bad.has(event.id));
    if (found !== undefined) {
      throw rejection(`cannot be stored${'!'.repeat(ids.indexOf(found.event.id))}`);
    }
    return store.ingest(batch);
  });
}

/** The store with another `ingest`. */
export function withIngest(store: EventStore, ingest: EventStore['ingest']): EventStore {
  return new Proxy(store, {
    get: (target, name) =>
      name === 'ingest' ? ingest : (Reflect.get(target, name, target) as unknown),
  });
}
