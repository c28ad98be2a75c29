import { rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { connectionStringOf } from '../../event-store/compared-store.js';
import { openStore } from '../../event-store/contenders/emmett.js';
import { openPool } from '../../event-store/contenders/bare-tables.js';
import { countEvents } from '../../event-store/work/follow.js';
import { checkCustomers } from '../check-rows.js';
import { emmettCustomers } from '../emmett-projection.js';
import { fillStreams } from '../fill-streams.js';
import { createCustomersTable } from '../hand-made-table.js';

/** Emmett's rebuild of a projection that writes a batch of events by one statement. */
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
      const consumer = rebuildPostgreSQLProjections({
        connectionString: connectionStringOf(config),
        pulling: { batchSize: 1_000, pullingFrequencyInMs: 1 },
        // Without these, a second rebuild would start at the end of the first one.
        projections: [
          { processorId: 'customers', projection: emmettCustomers, startFrom: 'BEGINNING' },
        ],
      });
      await consumer.start();
      await consumer.close();
      return { count: orders };
    },
    after: () => checkCustomers(pool, orders),
    async close() {
      await pool.end();
      await store.close();
    },
  };
}
