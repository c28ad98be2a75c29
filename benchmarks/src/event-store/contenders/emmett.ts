import { dumbo } from '@event-driven-io/dumbo';
import { getPostgreSQLEventStore, readMessagesBatch } from '@event-driven-io/emmett-postgresql';
import type { ContenderConfig } from '../../frame/row.js';
import { connectionStringOf, type ComparedStore, type NewStream } from '../compared-store.js';
import { openPool } from './bare-tables.js';

/** Emmett's Postgres store, on a pool of 16 connections. The log is read as its consumers read it. */
export async function openStore(config: ContenderConfig): Promise<ComparedStore> {
  const connectionString = connectionStringOf(config);
  const pool = await openPool(config);
  const store = getPostgreSQLEventStore(connectionString, { connectionOptions: { pool } });
  await store.schema.migrate();
  const reading = dumbo({ connectionString, pool });
  const append = ({ streamId, events }: NewStream): Promise<unknown> =>
    store.appendToStream(streamId, events.map(toMessage), {
      expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
    });
  return {
    append,
    // One after another: its pages are sorted by transaction and continue after a position, so that they skip
    // events of appends that overlapped.
    async appendAll(streams) {
      for (const stream of streams) await append(stream);
    },
    load: async (streamId) => (await store.readStream(streamId)).events,
    async follow(batchSize, onPage) {
      for (let after = 0n; ;) {
        const page = await readMessagesBatch(reading.execute, { after, batchSize });
        if (page.messages.length === 0) return;
        onPage(page.messages);
        after = page.currentGlobalPosition;
      }
    },
    async close() {
      await reading.close();
      await store.close();
      if (!pool.ended) await pool.end();
    },
  };
}

function toMessage({ id, type, data }: NewStream['events'][number]) {
  return { type, data: { ...data }, metadata: { correlationId: id } };
}
