import { refreshCacheOnce } from '@foldmart/composition';
import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { openFilledShop } from '../../cache-pick/cached-users.js';

/** The cache worker's refresh: 1,000 users and 1,000 products, half never cached and half longest ago. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const system = await openFilledShop(config, { users: config.size, products: 2 * config.size });
  return {
    async run() {
      const { kinds } = await refreshCacheOnce(system);
      return { count: Object.values(kinds).reduce((sum, { cached }) => sum + cached, 0) };
    },
    close: () => system.close(),
  };
}
