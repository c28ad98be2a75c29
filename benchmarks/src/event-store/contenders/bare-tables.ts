import pg from 'pg';
import type { ContenderConfig } from '../../frame/row.js';
import { connectionOf, connections, type NewStream } from '../compared-store.js';

/** A pool of open connections. */
export async function openPool(config: ContenderConfig): Promise<pg.Pool> {
  const pool = new pg.Pool({ ...connectionOf(config), max: connections });
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  for (const client of clients) client.release();
  return pool;
}

/** The table of a log as it is written by hand. */
export async function createLog(pool: pg.Pool): Promise<void> {
  await pool.query(`CREATE TABLE IF NOT EXISTS log (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, stream text NOT NULL,
    version integer NOT NULL, type text NOT NULL, data jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now(), UNIQUE (stream, version))`);
}

/** The rows of a stream, in the order of the columns that are inserted. */
export function rowsOf({ streamId, events }: NewStream) {
  return events.map(
    ({ id, type, data }, index) => [id, streamId, index + 1, type, JSON.stringify(data)] as const,
  );
}
