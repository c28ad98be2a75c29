import { catchUpProjections, isVerified, verify } from '@foldmart/composition';
import { createShop, type Shop } from '@foldmart/composition/shop';
import type { ContenderConfig, Open, OpenContender } from '../../frame/row.js';
import { settingsFor } from '../../measure/service-settings.js';
import type { FilledShopLogs } from '../filled-shop-log.js';

/** Folds the whole log and compares every read model with the result; the asynchronous projections are at the end. */
export const openCaughtUp: Open = async (config) => {
  const system = await openShop(config, 'caughtUp');
  await catchUpProjections(system);
  return verifying(system);
};

/** The same, while the asynchronous projections have seen nothing. */
export const openBehind: Open = async (config) => verifying(await openShop(config, 'behind'));

function openShop(
  { services, shared }: ContenderConfig,
  which: keyof FilledShopLogs,
): Promise<Shop> {
  const database = (shared as FilledShopLogs)[which];
  return createShop(settingsFor(services, database, { QUEUE_TYPE: 'memory' }));
}

async function verifying(system: Shop): Promise<OpenContender> {
  const { events } = await system.database();
  const count = await events.count();
  return {
    async run() {
      if (!isVerified(await verify(system))) throw new Error('a read model differs from the log');
      return { count, values: { memory: process.resourceUsage().maxRSS / 1_024 } };
    },
    close: () => system.close(),
  };
}
