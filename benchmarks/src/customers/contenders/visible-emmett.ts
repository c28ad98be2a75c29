import { postgreSQLEventStoreConsumer } from '@event-driven-io/emmett-postgresql';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { connectionStringOf } from '../../event-store/compared-store.js';
import { openPool } from '../../event-store/contenders/bare-tables.js';
import { openStore } from '../../event-store/contenders/emmett.js';
import { emmettCustomers } from '../emmett-projection.js';
import { createCustomersTable } from '../hand-made-table.js';
import { untilVisible } from '../until-visible.js';

/** Emmett's consumer with its default pace: a poll every 50 ms, and fewer while nothing comes. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const store = await openStore(config);
  const pool = await openPool(config);
  await createCustomersTable(pool);
  const consumer = postgreSQLEventStoreConsumer({ connectionString: connectionStringOf(config) });
  consumer.projector({ processorId: 'customers', projection: emmettCustomers });
  const consuming = consumer.start();
  return untilVisible(
    pool,
    (stream) => store.append(stream),
    async () => {
      await consumer.close();
      await consuming;
      await store.close();
    },
  );
}
