import type pg from 'pg';

/** Throws an error unless the read model holds all orders. */
export async function checkCustomers(pool: pg.Pool, orders: number): Promise<void> {
  const { rows } = await pool.query<{ sum: string | null }>(
    'SELECT sum(orders)::text AS sum FROM customers',
  );
  const found = Number(rows[0]?.sum ?? 0);
  if (found !== orders) throw new Error(`the read model holds ${String(found)} orders`);
}
