import { rebuild } from '@foldmart/composition';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openPool } from '../../event-store/contenders/bare-tables.js';
import { checkCustomers } from '../check-rows.js';
import { openCustomers, toAppend } from '../domain.js';
import { fillStreams } from '../fill-streams.js';

/** Rebuilds the projection while readers and writers may continue. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const app = await openCustomers(config);
  const { events } = await app.database();
  const orders = await fillStreams(
    config.size,
    (streams) => events.append(streams.map(toAppend)),
    () => events.count(),
  );
  const pool = await openPool(config);
  return {
    async run() {
      const signal = new AbortController().signal;
      await rebuild(app, { which: ['customers'], signal });
      return { count: orders };
    },
    after: () => checkCustomers(pool, orders),
    async close() {
      await pool.end();
      await app.close();
    },
  };
}
