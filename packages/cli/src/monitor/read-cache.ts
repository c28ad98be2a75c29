import type { CommandContext } from '../command-context.js';
import type { CacheFigures } from './cache-line.js';

/** Reads what the cache holds of the kinds of the domain. */
export async function readCache({ system, settings }: CommandContext): Promise<CacheFigures> {
  const cache = system.cache();
  const kinds = system.domain.cached.map(({ kind }) => kind.name);
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
    intervalMs: settings.values.CACHE_REFRESH_INTERVAL,
  };
}
