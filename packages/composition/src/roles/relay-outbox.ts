import { createBusPublisher, relayOutbox, type StoredEvent } from '@foldmart/core';
import { restartIfStalled, watchCalls } from '../progress/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { wakeOnAppends } from '../runtime/wake-on-appends.js';

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
  const { events, checkpoints, locks } = await runtime.database();
  const isOutgoing = ({ origin, type }: StoredEvent): boolean =>
    origin === 'command' && registry.find(type)?.topic !== undefined;
  const { signal, onRelayed } = options;
  wakeOnAppends(runtime, events, signal);
  const name = { role: 'outbox', work: outboxName };
  await restartIfStalled(runtime, { name, signal, locks }, ({ watch, ...run }) =>
    relayOutbox(
      {
        ...runtime,
        store: watchCalls(events, 'event-store', watch),
        checkpoints: watchCalls(checkpoints, 'checkpoint-store', watch),
        locks: watchCalls(run.locks, 'leader-lock', watch),
        publish: createBusPublisher({ bus: watchCalls(runtime.bus(), 'event-bus', watch), codec }),
      },
      {
        signal: run.signal,
        name: outboxName,
        isOutgoing,
        wakeUps: runtime.wakeUps,
        onRelayed(relayed) {
          watch.finished();
          onRelayed?.(relayed);
        },
      },
    ),
  );
}
