import { createShopCache } from '@foldmart/core/shop';
import type { Open } from '../../frame/row.js';
import { openFilledShop } from '../cached-users.js';
import { cachedUsers, picking, prefetched } from '../picks.js';

/** The cache client of the shop: uniform, parsed and checked by the schema. */
export const openSingle: Open = async (config) => {
  const system = await openFilledShop(config, { users: cachedUsers, products: 10 });
  const cache = createShopCache(system.cache());
  return picking(
    1,
    async () => ((await cache.getRandomUser()) === undefined ? 0 : 1),
    () => system.close(),
  );
};

/** The same, 100 at a time. */
export const openPrefetched: Open = async (config) => {
  const system = await openFilledShop(config, { users: cachedUsers, products: 10 });
  const cache = createShopCache(system.cache());
  return picking(
    prefetched,
    async () => (await cache.getRandomUsers(prefetched)).length,
    () => system.close(),
  );
};
