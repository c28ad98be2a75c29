import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openStore } from '../../event-store/contenders/bare.js';
import { openPool } from '../../event-store/contenders/bare-tables.js';
import { countEvents } from '../../event-store/work/follow.js';
import { checkCustomers } from '../check-rows.js';
import { fillStreams } from '../fill-streams.js';
import {
  addOrders,
  addTotals,
  createCustomersTable,
  parametersOf,
  type CustomerTotals,
} from '../hand-made-table.js';

/** Pages of 1,000 into totals in memory, which replace the table at the end. Nobody may write or read meanwhile. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const store = await openStore(config);
  const pool = await openPool(config);
  await createCustomersTable(pool);
  const orders = await fillStreams(
    config.size,
    (streams) => store.appendAll(streams),
    () => countEvents(store),
  );
  return {
    async run() {
      const totals = new Map<string, CustomerTotals>();
      await store.follow(1_000, (events) => {
        addOrders(totals, events as Parameters<typeof addOrders>[1]);
      });
      await pool.query('TRUNCATE customers');
      await pool.query(addTotals, parametersOf(totals));
      return { count: orders };
    },
    after: () => checkCustomers(pool, orders),
    async close() {
      await pool.end();
      await store.close();
    },
  };
}
