import type pg from 'pg';
import type { ContenderConfig } from '../../frame/row.js';
import type { ComparedStore, NewStream } from '../compared-store.js';
import { createLog, openPool, rowsOf } from './bare-tables.js';

const insertOne = {
  name: 'one',
  text: 'INSERT INTO log (id, stream, version, type, data) VALUES ($1, $2, $3, $4, $5)',
};
const insertMany = {
  name: 'many',
  text: `INSERT INTO log (id, stream, version, type, data)
    SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::jsonb[])`,
};
const ofStream = {
  name: 'stream',
  text: 'SELECT id, stream, version, type, data, at FROM log WHERE stream = $1 ORDER BY version',
};
const ofLog = {
  name: 'log',
  text: `SELECT position, id, stream, version, type, data, at FROM log
    WHERE position > $1 ORDER BY position LIMIT $2`,
};

/** Prepared statements by hand: no expected versions beyond a unique index, no metadata, no gap-free reading. */
export async function openStore(config: ContenderConfig): Promise<ComparedStore> {
  const pool = await openPool(config);
  await createLog(pool);
  return {
    append: (stream) => insert(pool, stream),
    appendAll: (streams) => insertRows(pool, streams.flatMap(rowsOf)),
    load: async (streamId) => (await pool.query<object>({ ...ofStream, values: [streamId] })).rows,
    follow: (pageSize, onPage) => follow(pool, pageSize, onPage),
    close: () => pool.end(),
  };
}

function insert(pool: pg.Pool, stream: NewStream): Promise<unknown> {
  const [first, ...others] = rowsOf(stream);
  if (first === undefined) throw new RangeError('a stream has no events');
  if (others.length > 0) return insertRows(pool, [first, ...others]);
  return pool.query({ ...insertOne, values: [...first] });
}

function insertRows(pool: pg.Pool, rows: ReturnType<typeof rowsOf>): Promise<unknown> {
  const columns = [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column]));
  return pool.query({ ...insertMany, values: columns });
}

async function follow(
  pool: pg.Pool,
  pageSize: number,
  onPage: (events: readonly unknown[]) => void,
): Promise<void> {
  for (let after = '0'; ;) {
    const { rows } = await pool.query<{ position: string }>({
      ...ofLog,
      values: [after, pageSize],
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    onPage(rows);
    after = last.position;
  }
}
