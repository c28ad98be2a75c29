import { createShop, loadShopSettings, runShop } from '@foldmart/composition/shop';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';

const inMemory = {
  QUEUE_TYPE: 'memory',
  CACHE_TYPE: 'memory',
  DB_TYPE: 'memory',
  LOG_LEVEL: 'error',
};

/** The whole shop in memory, as fast as it can: producer, queue, nine consumers, log and read models, on one core. */
export function openTimes(factor: number): (config: ContenderConfig) => Promise<OpenContender> {
  return async () => ({
    async run({ size }) {
      const orders = size * factor;
      const settings = loadShopSettings({ environment: inMemory, envFile: null });
      const system = await createShop(settings);
      const signal = new AbortController().signal;
      const catalogue = { users: 1_000, products: 1_000 };
      const startedAt = performance.now();
      const { persisted } = await runShop(system, {
        ...{ orders, rate: 'max', kinds: ['orders'] },
        ...{ catalogue, signal },
      });
      const seconds = (performance.now() - startedAt) / 1_000;
      await system.close();
      if (persisted !== orders) throw new Error(`${String(persisted)} orders are persisted`);
      return { count: orders + catalogue.users + catalogue.products, seconds };
    },
    close: async () => undefined,
  });
}
