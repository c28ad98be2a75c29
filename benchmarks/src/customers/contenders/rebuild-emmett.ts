import { rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { connectionStringOf } from '../../event-store/compared-store.js';
import { openStore } from '../../event-store/contenders/emmett.js';
import { emmettCustomers } from '../emmett-projection.js';
import { openCustomers } from '../open-customers.js';

/** Emmett's rebuild of a projection that writes a batch of events by one statement. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { orders, check, close } = await openCustomers(config, openStore);
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
    after: check,
    close,
  };
}
