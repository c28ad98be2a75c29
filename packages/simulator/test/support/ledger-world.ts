import type { EventEnvelope, EventStore, StreamAppend } from '@foldmart/core';
import type { Oracle, ProcessContext, Running, Scene, World } from '@foldmart/simulator';

/** What a process of a small world does with its database. */
export type Work = (store: EventStore, context: ProcessContext) => Promise<void>;

/** A world of processes that only use a database. */
export function ledgerWorld(
  works: Readonly<Record<string, Work>>,
  parts: { readonly oracles?: readonly Oracle[]; readonly pending?: Scene['pending'] } = {},
): World {
  return {
    name: 'ledger',
    open: () => ({
      processes: Object.entries(works).map(([name, work]) => ({
        name,
        start: (context) => start(work, context),
      })),
      oracles: parts.oracles ?? [],
      pending: parts.pending ?? (() => undefined),
    }),
  };
}

async function start(work: Work, context: ProcessContext): Promise<Running> {
  const { events } = await context.connection.database({ projections: [] });
  const ended = work(events, context).then(() => new Promise<never>(() => undefined));
  return { ended, stop: async () => undefined };
}

function eventNamed(id: string): EventEnvelope {
  const time = '2026-02-03T14:30:00Z';
  return { id, type: 'noted', data: {}, schemaVersion: 1, time, origin: 'command' };
}

/** Appends one event, to a stream of its own by default. */
export async function append(
  store: EventStore,
  id: string,
  to: Omit<StreamAppend, 'events'> = { streamId: id, expectedVersion: 'any' },
): Promise<void> {
  await store.append([{ ...to, events: [eventNamed(id)] }]);
}
