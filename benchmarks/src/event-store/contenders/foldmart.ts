import { openPostgresDatabase } from '@foldmart/adapters-postgres';
import type { EventEnvelope, EventStore, StreamAppend } from '@foldmart/core';
import { systemClock, systemRandom } from '@foldmart/node';
import type { ContenderConfig } from '../../frame/row.js';
import {
  connectionOf,
  type ComparedStore,
  type NewStream,
  type PlainEvent,
} from '../compared-store.js';

const ignore = (): void => undefined;
const quiet = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** The store of Foldmart with its default settings. */
export async function openFoldmartStore(config: ContenderConfig) {
  const database = await openPostgresDatabase(connectionOf(config), {
    clock: systemClock,
    random: systemRandom,
    logger: quiet,
    projections: [],
  });
  return { events: database.events, close: () => database.close() };
}

export async function openStore(config: ContenderConfig): Promise<ComparedStore> {
  const { events, close } = await openFoldmartStore(config);
  return {
    append: (stream) => events.append([toAppend(stream)]),
    appendAll: (streams) => events.append(streams.map(toAppend)),
    load: async (streamId) => (await events.readStream(streamId)).events,
    follow: (pageSize, onPage) => follow(events, pageSize, onPage),
    close,
  };
}

async function follow(
  events: EventStore,
  limit: number,
  onPage: (page: readonly unknown[]) => void,
): Promise<void> {
  for (let after: string | undefined; ;) {
    const slice = await events.readAll({ limit, ...(after === undefined ? {} : { after }) });
    if (slice.events.length === 0) return;
    onPage(slice.events);
    after = slice.next;
  }
}

function toAppend({ streamId, events }: NewStream): StreamAppend {
  return { streamId, expectedVersion: 0, events: events.map(toEnvelope) };
}

/** An event with its metadata, as a decider's command handler makes it. */
export function toEnvelope({ id, type, data }: PlainEvent): EventEnvelope {
  return {
    id,
    type,
    data,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00.000Z',
    origin: 'command',
    correlationId: id,
  };
}
