import { Redis } from 'ioredis';
import pg from 'pg';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openFilledShop } from '../../cache-pick/cached-users.js';

const half = 500;
const tables = [
  { table: 'users', key: 'user_id' },
  { table: 'products', key: 'product_id' },
] as const;

/** The same in the same tables by hand: two queries, HSET and RENAME, one UPDATE; no fencing, and readers see mixes. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { services, own, size } = config;
  // The shop makes the tables with their indexes, and is not used any more.
  const system = await openFilledShop(config, { users: size, products: 2 * size });
  await system.close();
  const pool = new pg.Pool({ ...services.postgres, database: own, max: 1 });
  const redis = new Redis(services.redis);
  return {
    async run() {
      let count = 0;
      for (const { table, key } of tables) {
        const rows = await select(pool, table, key);
        await fill(redis, `${own}:${table}`, key, rows);
        await mark(pool, table, key, rows);
        count += rows.length;
      }
      return { count };
    },
    async close() {
      await pool.end();
      await redis.quit();
    },
  };
}

type Row = Readonly<Record<string, unknown>>;

async function select(pool: pg.Pool, table: string, key: string): Promise<readonly Row[]> {
  const never = await pool.query<Row>(
    `SELECT * FROM ${table} WHERE last_cached_at IS NULL ORDER BY ${key} LIMIT ${String(half)}`,
  );
  const limit = 2 * half - never.rows.length;
  const oldest = await pool.query<Row>(
    `SELECT * FROM ${table} WHERE last_cached_at IS NOT NULL
     ORDER BY last_cached_at, ${key} LIMIT ${String(limit)}`,
  );
  return [...never.rows, ...oldest.rows];
}

async function fill(redis: Redis, name: string, key: string, rows: readonly Row[]): Promise<void> {
  const fields = rows.flatMap((row) => [String(row[key]), JSON.stringify(row)]);
  const pipeline = redis.pipeline().del(`${name}:new`, `${name}:ids:new`);
  pipeline.hset(`${name}:new`, ...fields);
  pipeline.rpush(`${name}:ids:new`, ...rows.map((row) => String(row[key])));
  pipeline.rename(`${name}:new`, name).rename(`${name}:ids:new`, `${name}:ids`);
  await pipeline.exec();
}

async function mark(
  pool: pg.Pool,
  table: string,
  key: string,
  rows: readonly Row[],
): Promise<void> {
  await pool.query(`UPDATE ${table} SET last_cached_at = now() WHERE ${key} = ANY($1)`, [
    rows.map((row) => String(row[key])),
  ]);
}
