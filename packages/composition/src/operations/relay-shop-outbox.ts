import { createBusPublisher, relayOutbox, type StoredEvent } from '@foldmart/core';
import type { System } from '../runtime/system.js';

/** The subscription under which the relay keeps its place. */
export const shopOutbox = 'outbox';

/**
 * Publishes what was decided in this database (origin `command`) until the signal aborts; one process of many does.
 * What came over a bus, was seeded, or is the coupon rush's own does not go out.
 */
export async function relayShopOutbox(
  system: System,
  options: {
    readonly signal: AbortSignal;
    readonly onRelayed?: (relayed: { readonly published: number; readonly read: number }) => void;
  },
): Promise<void> {
  const { events: store, checkpoints, locks } = await system.database();
  const publish = createBusPublisher({ bus: system.bus(), codec: system.codec });
  await relayOutbox(
    { ...system, store, checkpoints, locks, publish },
    { ...options, name: shopOutbox, isOutgoing },
  );
}

function isOutgoing({ origin }: StoredEvent): boolean {
  return origin === 'command';
}
