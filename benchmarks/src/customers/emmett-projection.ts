import { sql } from '@event-driven-io/dumbo';
import type { Event } from '@event-driven-io/emmett';
import { postgreSQLProjection } from '@event-driven-io/emmett-postgresql';
import { addOrders, type CustomerTotals } from './hand-made-table.js';

type OrderCreated = Event<'order_created', { user_id: string; total_amount: number }>;

/** The read model as a projection of Emmett: one statement for a batch of events. */
export const emmettCustomers = postgreSQLProjection<OrderCreated>({
  name: 'customers',
  canHandle: ['order_created'],
  truncate: async ({ execute }) => {
    await execute.command(sql('TRUNCATE customers'));
  },
  handle: async (events, { execute }) => {
    const totals = new Map<string, CustomerTotals>();
    addOrders(totals, events);
    const rows = [...totals].map(([user_id, { orders, amount }]) => ({ user_id, orders, amount }));
    await execute.command(sql(addRows, JSON.stringify(rows)));
  },
});

const addRows = `INSERT INTO customers
  SELECT * FROM json_to_recordset(%L::json) AS row (user_id text, orders int, amount numeric)
  ON CONFLICT (user_id) DO UPDATE
  SET orders = customers.orders + excluded.orders, amount = customers.amount + excluded.amount`;
