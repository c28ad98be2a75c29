import type { Runtime } from '../runtime/runtime.js';

/** What the cache holds, from all its clients. */
export interface CacheFigures {
  /** Entities by kind, in the order of the domain. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Hits over look-ups of all processes, 0 to 1; null before the first look-up. */
  readonly hitRate: number | null;
  readonly memoryBytes: number | null;
  readonly refreshes: number;
  /** Null before the first refresh. */
  readonly sinceRefreshMs: number | null;
  readonly intervalMs: number;
}

/** Reads what the cache holds of the kinds of the domain. */
export async function readCache(runtime: Runtime): Promise<CacheFigures> {
  const cache = runtime.cache();
  const kinds = runtime.domain.cached.map(({ kind }) => kind.name);
  const [{ memoryBytes }, stats] = await Promise.all([
    cache.stats(),
    Promise.all(kinds.map((kind) => cache.kindStats(kind))),
  ]);
  const hits = stats.reduce((sum, each) => sum + each.hits, 0);
  const lookUps = stats.reduce((sum, each) => sum + each.hits + each.misses, 0);
  const refreshed = stats.flatMap(({ sinceRefreshMs }) => sinceRefreshMs ?? []);
  return {
    sizes: Object.fromEntries(kinds.map((kind, index) => [kind, stats[index]?.size ?? 0])),
    hitRate: lookUps === 0 ? null : hits / lookUps,
    memoryBytes,
    refreshes: Math.max(0, ...stats.map(({ refreshes }) => refreshes)),
    sinceRefreshMs: refreshed.length === 0 ? null : Math.min(...refreshed),
    intervalMs: runtime.settings.values.CACHE_REFRESH_INTERVAL,
  };
}
