import type pg from 'pg';
import type { ContenderConfig } from '../frame/row.js';
import type { ComparedStore } from '../event-store/compared-store.js';
import { openPool } from '../event-store/contenders/bare-tables.js';
import { countEvents } from '../event-store/work/follow.js';
import { checkCustomers } from './check-rows.js';
import { fillStreams } from './fill-streams.js';
import { createCustomersTable } from './hand-made-table.js';

/** A log with orders, and an empty table of customers that a contender rebuilds from it. */
export interface Customers<Store extends ComparedStore> {
  readonly store: Store;
  readonly pool: pg.Pool;
  readonly orders: number;
  /** Throws if the table is not what the orders add up to. */
  readonly check: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a contender's store, fills its log and creates the table. */
export async function openCustomers<Store extends ComparedStore>(
  config: ContenderConfig,
  openStore: (config: ContenderConfig) => Promise<Store>,
): Promise<Customers<Store>> {
  const store = await openStore(config);
  const pool = await openPool(config);
  await createCustomersTable(pool);
  const orders = await fillStreams(
    config.size,
    (streams) => store.appendAll(streams),
    () => countEvents(store),
  );
  return {
    store,
    pool,
    orders,
    check: () => checkCustomers(pool, orders),
    async close() {
      await pool.end();
      await store.close();
    },
  };
}
