import type pg from 'pg';
import * as z from 'zod';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { connectionOf } from '../../event-store/compared-store.js';
import { openStore } from '../../event-store/contenders/act.js';
import { openCustomers } from '../open-customers.js';

const drainLimit = 500;
const addOne = {
  name: 'add',
  text: `INSERT INTO customers VALUES ($1, 1, $2) ON CONFLICT (user_id) DO UPDATE
    SET orders = customers.orders + 1, amount = customers.amount + excluded.amount`,
};

/** Act's drain: the reaction of a projection handles one event after another from the log. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { pool, orders, check, close } = await openCustomers(config, openStore);
  const drain = await openDrain(config, pool);
  return {
    async prepare() {
      await pool.query('TRUNCATE customers');
      await pool.query('TRUNCATE events_streams');
    },
    async run() {
      await drain();
      return { count: orders };
    },
    after: check,
    close,
  };
}

async function openDrain(config: ContenderConfig, pool: pg.Pool): Promise<() => Promise<void>> {
  const [{ act, state, store: useStore, ZodEmpty }, { PostgresStore }] = await Promise.all([
    import('@rotorsoft/act'),
    import('@rotorsoft/act-pg'),
  ]);
  useStore(new PostgresStore(connectionOf(config)));
  const customer = state('customer', z.object({ orders: z.number() }))
    .init(() => ({ orders: 0 }))
    .emits({ order_created: z.looseObject({ user_id: z.string(), total_amount: z.number() }) })
    .patch({ order_created: (_event, { orders }) => ({ orders: orders + 1 }) })
    .on('order', ZodEmpty)
    .emit(() => ['order_created', { user_id: '', total_amount: 0 }])
    .build();
  const app = act()
    .with(customer)
    .on('order_created')
    .do(async ({ data: { user_id, total_amount } }) => {
      await pool.query({ ...addOne, values: [user_id, total_amount] });
    })
    .to(() => 'customers')
    .build(drainLimit);
  return async () => {
    while ((await app.drain()) > 0);
  };
}
