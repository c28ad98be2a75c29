import pg from 'pg';
import type { ContenderConfig, Open } from '../../frame/row.js';
import { exampleUsers } from '../example-users.js';
import { picking } from '../picks.js';

const rows = 10_000;

/** Without a cache, as it is usually written: a random row of 10,000. */
export const openRandom: Open = async (config) => {
  const pool = await fill(config);
  return picking(
    1,
    async () => (await pool.query('SELECT * FROM people ORDER BY random() LIMIT 1')).rows.length,
    () => pool.end(),
  );
};

/** Without a cache, by a number that is indexed. */
export const openIndexed: Open = async (config) => {
  const pool = await fill(config);
  return picking(
    1,
    async () => {
      const values = [1 + Math.floor(Math.random() * rows)];
      const query = { name: 'nth', text: 'SELECT * FROM people WHERE nth = $1', values };
      return (await pool.query(query)).rows.length;
    },
    () => pool.end(),
  );
};

async function fill({ services, own }: ContenderConfig): Promise<pg.Pool> {
  const pool = new pg.Pool({ ...services.postgres, database: own, max: 1 });
  await pool.query(
    'CREATE TABLE people (nth integer PRIMARY KEY, user_id text, data jsonb NOT NULL)',
  );
  const users = exampleUsers(rows);
  await pool.query('INSERT INTO people SELECT * FROM unnest($1::int[], $2::text[], $3::jsonb[])', [
    users.map((_, index) => index + 1),
    users.map(({ user_id }) => user_id),
    users.map((user) => JSON.stringify(user)),
  ]);
  return pool;
}
