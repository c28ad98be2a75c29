import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import copyStreams from 'pg-copy-streams';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { generateOrderEvents } from '../../measure/order-messages.js';
import { columns, createTables } from '../plain-tables.js';
import { createRoundDatabase, dropRoundDatabase, namesOf } from '../round-database.js';

const linesAtOnce = 500;
const list = columns.map(([name]) => name).join(', ');

/** The limit of the machine: no Kafka, and lines that are ready go into the same two tables by COPY, 500 a transaction. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  let pool = new pg.Pool();
  const orders = await generateOrderEvents(config.size, 'copy');
  const ids = orders.map(({ data }) => `${String(data['order_id'])}\n`);
  const lines = orders.map(
    ({ data }) => `${columns.map(([name]) => String(data[name])).join('\t')}\n`,
  );
  return {
    async prepare(round) {
      await createRoundDatabase(config, round);
      const { database } = namesOf(config, round);
      pool = new pg.Pool({ ...config.services.postgres, database, max: 1 });
      await createTables(pool);
    },
    async run({ size }) {
      const client = await pool.connect();
      for (let start = 0; start < size; start += linesAtOnce) {
        const end = Math.min(size, start + linesAtOnce);
        await client.query('BEGIN');
        await copy(client, 'seen (order_id)', ids.slice(start, end).join(''));
        await copy(client, `orders (${list})`, lines.slice(start, end).join(''));
        await client.query('COMMIT');
      }
      client.release();
      return { count: size };
    },
    async after(round) {
      await pool.end();
      await dropRoundDatabase(config, round);
    },
    close: async () => undefined,
  };
}

async function copy(client: pg.PoolClient, table: string, lines: string): Promise<void> {
  await pipeline(
    Readable.from([lines]),
    client.query(copyStreams.from(`COPY ${table} FROM STDIN`)),
  );
}
