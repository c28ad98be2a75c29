import type { EventEnvelope } from '@foldmart/core';
import pg from 'pg';
import { columns, createTables } from '../persist/plain-tables.js';
import { measureWriting } from './measure-writing.js';
import type { WriteConfig, WriteTimes } from './write-config.js';

type Insert = (pool: pg.Pool, orders: readonly EventEnvelope[]) => Promise<unknown>;

const names = columns.map(([name]) => name);
const arrays = columns.map(([, type], index) => `$${String(index + 1)}::${type}[]`).join(', ');
const values = columns.map((_, index) => `$${String(index + 1)}`).join(', ');

/** Writes orders to a plain table: no log, no read models, no schema check. */
export async function measurePlainInserts(
  { postgres, database, messages }: WriteConfig,
  insert: Insert,
): Promise<WriteTimes> {
  const pool = new pg.Pool({ ...postgres, database, max: 4 });
  await createTables(pool);
  const times = await measureWriting(messages, (orders) => insert(pool, orders));
  await pool.end();
  return times;
}

/** One statement for all orders of a call. */
export const insertTogether: Insert = (pool, orders) =>
  pool.query(
    `INSERT INTO orders SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`,
    names.map((name) => orders.map(({ data }) => data[name])),
  );

/** One statement for each order. */
export const insertOneByOne: Insert = async (pool, orders) => {
  for (const { data } of orders) {
    await pool.query(
      `INSERT INTO orders VALUES (${values}) ON CONFLICT DO NOTHING`,
      names.map((name) => data[name]),
    );
  }
};
