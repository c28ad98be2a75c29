import { createBusPublisher, relayOutbox, type StoredEvent } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** The subscription under which the relay keeps its checkpoint. */
export const outboxName = 'outbox';

/**
 * Publishes events that were decided in this database (origin `command`) and have a topic, until the signal aborts.
 * One of all processes does it. Events that came over a queue or were imported are not published.
 */
export async function runOutbox(
  runtime: Runtime,
  options: {
    readonly signal: AbortSignal;
    readonly onRelayed?: (relayed: { readonly published: number; readonly read: number }) => void;
  },
): Promise<void> {
  const { codec, registry } = runtime;
  await runtime.serveMetrics();
  const { events: store, checkpoints, locks } = await runtime.database();
  const publish = createBusPublisher({ bus: runtime.bus(), codec });
  const isOutgoing = ({ origin, type }: StoredEvent): boolean =>
    origin === 'command' && registry.find(type)?.topic !== undefined;
  await relayOutbox(
    { ...runtime, store, checkpoints, locks, publish },
    { ...options, name: outboxName, isOutgoing, wakeUps: runtime.wakeUps },
  );
}
