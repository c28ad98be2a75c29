import pg from 'pg';
import { contend } from '../measure/child.js';
import type { CouponConfig } from './coupon-config.js';

const connections = 16;

/**
 * The usual solution: one statement per request, which takes a coupon if any is left. It does not
 * record who asked.
 */
await contend(async ({ postgres, database, requests, stock }: CouponConfig) => {
  const pool = new pg.Pool({ ...postgres, database, max: connections });
  await pool.query('CREATE TABLE coupon (id integer PRIMARY KEY, remaining integer NOT NULL)');
  await pool.query('INSERT INTO coupon VALUES (1, $1)', [stock]);
  await warmUp(pool);
  const startedAt = performance.now();
  let next = 0;
  const ask = async (): Promise<void> => {
    while (next < requests) {
      next += 1;
      await pool.query({
        name: 'take',
        text: 'UPDATE coupon SET remaining = remaining - 1 WHERE id = $1 AND remaining > 0',
        values: [1],
      });
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  const seconds = (performance.now() - startedAt) / 1_000;
  await pool.end();
  return { messages: requests, seconds };
});

async function warmUp(pool: pg.Pool): Promise<void> {
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  for (const client of clients) client.release();
}
