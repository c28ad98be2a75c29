import {
  refreshCache,
  runCacheWorker,
  type CacheRefresh,
  type CacheSelection,
  type CacheWorkerResult,
  type DomainCachedKind,
  type KindSelection,
} from '@foldmart/core';
import { restartIfStalled, watchCalls } from '../progress/index.js';
import type { Runtime } from '../runtime/runtime.js';
import type { Settings } from '../settings/settings.js';

/** The kinds of the domain, and how the settings choose their rows. */
export function cacheSelections({
  settings,
  domain,
}: Pick<Runtime, 'settings' | 'domain'>): readonly KindSelection[] {
  return domain.cached.map((cached) => ({
    kind: cached.kind,
    selection: selectionOf(settings, cached),
  }));
}

function selectionOf({ values }: Settings, { strata }: DomainCachedKind): CacheSelection {
  const { CACHE_STRATEGY: strategy, CACHE_BATCH_SIZE: batchSize } = values;
  return strategy === 'stratified' && strata !== undefined
    ? { strategy, batchSize, strata }
    : { strategy: 'aging', batchSize, newDataRatio: values.CACHE_NEW_DATA_RATIO };
}

/** Refreshes the cache once. */
export async function refreshCacheOnce(runtime: Runtime): Promise<CacheRefresh> {
  const { repository } = await runtime.database();
  const { clock } = runtime;
  return refreshCache({ cache: runtime.cache(), repository, clock }, cacheSelections(runtime));
}

/** Refreshes the cache at every interval until the signal aborts. */
export async function keepCacheFresh(
  runtime: Runtime,
  options: {
    readonly signal: AbortSignal;
    readonly onRefresh?: (refresh: CacheRefresh, number: number) => void;
  },
): Promise<CacheWorkerResult> {
  await runtime.serveMetrics();
  const { repository, locks } = await runtime.database();
  const { signal, onRefresh } = options;
  const name = { role: 'cache-worker', work: 'refresh' };
  let refreshes = 0;
  await restartIfStalled(runtime, { name, signal, locks }, (run) =>
    runCacheWorker(
      {
        ...runtime,
        cache: watchCalls(runtime.cache(), 'entity-cache', run.watch),
        repository: watchCalls(repository, 'repository', run.watch),
      },
      {
        signal: run.signal,
        selections: cacheSelections(runtime),
        intervalMs: runtime.settings.values.CACHE_REFRESH_INTERVAL,
        onRefresh(refresh) {
          refreshes += 1;
          run.watch.finished();
          onRefresh?.(refresh, refreshes);
        },
      },
    ),
  );
  return { refreshes };
}
