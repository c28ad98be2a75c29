import type pg from 'pg';

/** The read model as it is written by hand. */
export async function createCustomersTable(pool: pg.Pool): Promise<void> {
  await pool.query(`CREATE TABLE IF NOT EXISTS customers (
    user_id text PRIMARY KEY, orders integer NOT NULL, amount numeric NOT NULL)`);
}

/** What one customer's orders add up to. */
export interface CustomerTotals {
  orders: number;
  amount: number;
}

/** Adds orders to totals by customer. */
export function addOrders(
  totals: Map<string, CustomerTotals>,
  orders: readonly { readonly data: Readonly<Record<string, unknown>> }[],
): void {
  for (const { data } of orders) {
    const user = String(data['user_id']);
    const found = totals.get(user) ?? { orders: 0, amount: 0 };
    found.orders += 1;
    found.amount += Number(data['total_amount']);
    totals.set(user, found);
  }
}

/** Adds totals to the rows of the table. */
export const addTotals = `INSERT INTO customers
  SELECT * FROM unnest($1::text[], $2::int[], $3::numeric[])
  ON CONFLICT (user_id) DO UPDATE
  SET orders = customers.orders + excluded.orders, amount = customers.amount + excluded.amount`;

/** The parameters of {@link addTotals}. */
export function parametersOf(totals: ReadonlyMap<string, CustomerTotals>): unknown[][] {
  const rows = [...totals];
  return [
    rows.map(([user]) => user),
    rows.map(([, { orders }]) => orders),
    rows.map(([, { amount }]) => amount),
  ];
}
