import {
  refreshCache,
  runCacheWorker,
  type CacheRefresh,
  type CacheWorkerResult,
  type KindSelection,
} from '@foldmart/core';
import { shopCacheSelections } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';
import type { Settings } from '../settings/settings.js';

/** Which users and products are cached, by the settings. */
export function cacheSelections({ values }: Settings): readonly KindSelection[] {
  return shopCacheSelections({
    strategy: values.CACHE_STRATEGY,
    batchSize: values.CACHE_BATCH_SIZE,
    newDataRatio: values.CACHE_NEW_DATA_RATIO,
    buyersRatio: values.CACHE_USERS_BUYERS_RATIO,
    popularRatio: values.CACHE_PRODUCTS_POPULAR_RATIO,
  });
}

/** Refreshes the cache once. */
export async function refreshCacheOnce(system: System): Promise<CacheRefresh> {
  const { repository } = await system.database();
  const { settings, clock } = system;
  return refreshCache({ cache: system.cache(), repository, clock }, cacheSelections(settings));
}

/** Refreshes the cache at every interval until the signal aborts. */
export async function keepCacheFresh(
  system: System,
  options: {
    readonly signal: AbortSignal;
    readonly onRefresh?: (refresh: CacheRefresh, number: number) => void;
  },
): Promise<CacheWorkerResult> {
  const { repository } = await system.database();
  const { clock, random, logger, settings } = system;
  return runCacheWorker(
    { cache: system.cache(), repository, clock, random, logger },
    {
      ...options,
      selections: cacheSelections(settings),
      intervalMs: settings.values.CACHE_REFRESH_INTERVAL,
    },
  );
}
