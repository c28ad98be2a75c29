import type { ContenderConfig } from '../../frame/row.js';
import {
  appendEach,
  connectionOf,
  connections,
  type ComparedStore,
  type NewStream,
} from '../compared-store.js';

/** Act's Postgres store without the framework above it, on a pool of 16 connections. */
export async function openStore(config: ContenderConfig): Promise<ComparedStore> {
  // It logs what it does at once, by the level of this variable.
  process.env['LOG_LEVEL'] ??= 'error';
  const { PostgresStore } = await import('@rotorsoft/act-pg');
  const options = { ...connectionOf(config), max: connections };
  const store = new PostgresStore(options);
  await store.seed();
  const append = ({ streamId, events }: NewStream): Promise<unknown> =>
    store.commit(
      streamId,
      events.map(({ type: name, data }) => ({ name, data: { ...data } })),
      { correlation: events[0]?.id ?? '', causation: {} },
      -1,
    );
  return {
    append,
    appendAll: (streams) => appendEach({ append }, streams),
    load: async (stream) => await collect((onEvent) => store.query(onEvent, { stream })),
    async follow(limit, onPage) {
      for (let after = -1; ;) {
        const page = await collect((onEvent) => store.query(onEvent, { after, limit }));
        const last = page.at(-1);
        if (last === undefined) return;
        onPage(page);
        after = last.id;
      }
    },
    close: () => store.dispose(),
  };
}

async function collect(
  query: (onEvent: (event: { readonly id: number }) => void) => Promise<number>,
): Promise<readonly { readonly id: number }[]> {
  const events: { readonly id: number }[] = [];
  await query((event) => {
    events.push(event);
  });
  return events;
}
