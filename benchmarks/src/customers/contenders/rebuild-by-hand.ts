import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openStore } from '../../event-store/contenders/bare.js';
import { addOrders, addTotals, parametersOf, type CustomerTotals } from '../hand-made-table.js';
import { openCustomers } from '../open-customers.js';

/** Pages of 1,000 into totals in memory, which replace the table at the end. Nobody may write or read meanwhile. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { store, pool, orders, check, close } = await openCustomers(config, openStore);
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
    after: check,
    close,
  };
}
