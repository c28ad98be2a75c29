import {
  ensureHandlersInstalled,
  PostgresEventStore,
  runHandler,
} from '@dcb-es/event-store-postgres';
import type { PoolClient } from 'pg';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openPool } from '../../event-store/contenders/bare-tables.js';
import { openStore } from '../../event-store/contenders/dcb.js';
import { addTotals, createCustomersTable } from '../hand-made-table.js';
import { untilVisible } from '../until-visible.js';

interface OrderCreated {
  readonly event: { readonly data: { readonly user_id: string; readonly total_amount: number } };
}

const bookmarks = '_handler_bookmarks';

/** The handler of dcb-es, which NOTIFY wakes; a transaction for each event. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const store = await openStore(config);
  const pool = await openPool(config);
  await createCustomersTable(pool);
  await ensureHandlersInstalled(pool, ['customers'], bookmarks);
  const stopping = new AbortController();
  const { promise } = runHandler({
    pool,
    eventStore: new PostgresEventStore({ pool }),
    handlerName: 'customers',
    bookmarkTableName: bookmarks,
    handlerFactory: (client) => ({
      when: { order_created: ({ event }: OrderCreated) => add(client, event.data) },
    }),
    signal: stopping.signal,
  });
  return untilVisible(
    pool,
    (stream) => store.append(stream),
    async () => {
      stopping.abort();
      await promise;
      await store.close();
    },
  );
}

async function add(
  client: PoolClient,
  { user_id, total_amount }: OrderCreated['event']['data'],
): Promise<void> {
  await client.query(addTotals, [[user_id], [1], [total_amount]]);
}
