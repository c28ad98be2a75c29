import pg from 'pg';
import { contend } from '../measure/child.js';
import { countQueries } from './count-queries.js';
import type { LookupConfig, PacedLookups } from './lookup-config.js';
import { lookUpAtPace, type Lookup } from './paced-lookups.js';

/** How a row is found: at random by the database, or by an id that this process knows. */
export type Query = 'random' | 'by-id';

const keys = { users: 'user_id', products: 'product_id' } as const;

// Without the cache: each look-up is a query.
await contend(async (config: LookupConfig & { readonly query: Query }): Promise<PacedLookups> => {
  const { postgres, database, durationMs, query } = config;
  const pool = new pg.Pool({ ...postgres, database, max: 2 });
  const lookup = query === 'random' ? lookUpAnyRow(pool) : await lookUpById(pool);
  const queries = countQueries();
  const found = await lookUpAtPace(durationMs, lookup);
  const counted = queries();
  await pool.end();
  return { ...found, queries: counted, refreshes: 0 };
});

function lookUpAnyRow(pool: pg.Pool): Lookup {
  return (kind) => pool.query(`SELECT * FROM ${kind} ORDER BY random() LIMIT 1`);
}

async function lookUpById(pool: pg.Pool): Promise<Lookup> {
  const ids = { users: await idsOf(pool, 'users'), products: await idsOf(pool, 'products') };
  return (kind) => {
    const id = ids[kind][Math.floor(Math.random() * ids[kind].length)];
    return pool.query(`SELECT * FROM ${kind} WHERE ${keys[kind]} = $1`, [id]);
  };
}

async function idsOf(pool: pg.Pool, kind: 'users' | 'products'): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(`SELECT ${keys[kind]} AS id FROM ${kind}`);
  return rows.map(({ id }) => id);
}
