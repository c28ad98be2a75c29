import pg from 'pg';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { concurrently } from '../../measure/concurrently.js';
import type { CouponsShared } from '../coupons-shared.js';

const connections = 16;

/** The usual solution: one statement for each request, which takes a coupon if any is left. It stores no outcome. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { isInStock } = config.shared as CouponsShared;
  const pool = new pg.Pool({
    ...config.services.postgres,
    database: config.own,
    max: connections,
  });
  await pool.query('CREATE TABLE coupon (id integer PRIMARY KEY, remaining integer NOT NULL)');
  return {
    async prepare({ number, size }) {
      await pool.query('INSERT INTO coupon VALUES ($1, $2)', [number, isInStock ? size : 100]);
    },
    async run({ number, size }) {
      await concurrently({ total: size, waiting: connections }, () =>
        pool.query({
          name: 'take',
          text: 'UPDATE coupon SET remaining = remaining - 1 WHERE id = $1 AND remaining > 0',
          values: [number],
        }),
      );
      return { count: size };
    },
    close: () => pool.end(),
  };
}
