import { keepCacheFresh } from '@foldmart/composition';
import { createShop } from '@foldmart/composition/shop';
import { createShopCache } from '@foldmart/core/shop';
import { once } from 'node:events';
import { contend } from '../measure/child.js';
import { settingsFor } from '../measure/service-settings.js';
import { countQueries } from './count-queries.js';
import type { LookupConfig, PacedLookups } from './lookup-config.js';
import { lookUpAtPace } from './paced-lookups.js';

// With the cache: a worker fills Redis every 50 s, and look-ups pick from it.
await contend(async (config: LookupConfig): Promise<PacedLookups> => {
  const { database, durationMs } = config;
  const system = await createShop(settingsFor(config, database, { CACHE_TYPE: 'redis' }));
  await system.database();
  const cache = createShopCache(system.cache());
  const queries = countQueries();
  const stopping = new AbortController();
  const filled = new EventTarget();
  const isFilled = once(filled, 'filled');
  let refreshes = 0;
  const working = keepCacheFresh(system, {
    signal: stopping.signal,
    onRefresh: () => {
      refreshes += 1;
      filled.dispatchEvent(new Event('filled'));
    },
  });
  await Promise.race([isFilled, working]);
  const found = await lookUpAtPace(durationMs, (kind) =>
    kind === 'users' ? cache.getRandomUser() : cache.getRandomProduct(),
  );
  stopping.abort();
  await working;
  const counted = queries();
  await system.close();
  return { ...found, queries: counted, refreshes };
});
