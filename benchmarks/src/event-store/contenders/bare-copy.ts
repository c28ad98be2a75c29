import type pg from 'pg';
import copyStreams from 'pg-copy-streams';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ContenderConfig } from '../../frame/row.js';
import type { ComparedStore, NewStream } from '../compared-store.js';
import { openPool, rowsOf } from './bare-tables.js';
import { openStore as openBare } from './bare.js';

/** COPY by hand, the fastest way into a table. */
export async function openStore(config: ContenderConfig): Promise<ComparedStore> {
  const bare = await openBare(config);
  const pool = await openPool(config);
  return {
    ...bare,
    append: (stream) => copy(pool, [stream]),
    appendAll: (streams) => copy(pool, streams),
    async close() {
      await pool.end();
      await bare.close();
    },
  };
}

async function copy(pool: pg.Pool, streams: readonly NewStream[]): Promise<void> {
  const lines = streams.flatMap(rowsOf).map((row) => `${row.map(field).join('\t')}\n`);
  const client = await pool.connect();
  try {
    const into = client.query(
      copyStreams.from('COPY log (id, stream, version, type, data) FROM STDIN'),
    );
    await pipeline(Readable.from([lines.join('')]), into);
  } finally {
    client.release();
  }
}

function field(value: string | number): string {
  return String(value).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
