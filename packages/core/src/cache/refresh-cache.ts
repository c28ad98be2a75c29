import type { Clock } from '../ports/clock.js';
import type { CachedEntity, EntityCache } from '../ports/entity-cache.js';
import type { CachedKind, ShopRepository } from '../ports/repository.js';
import { fillPlaces, planSegments, type CacheSelection } from './cache-plan.js';

/** What a refresh works with. */
export interface RefreshCacheDependencies {
  readonly cache: EntityCache;
  readonly repository: ShopRepository;
  readonly clock: Clock;
}

/**
 * What became of one kind: `replaced`; `superseded` by a refresh that began later; or `empty`, when there are no
 * rows and the cache was left as it is.
 */
export type KindRefreshOutcome = 'replaced' | 'superseded' | 'empty';

/** One kind's part of a refresh. */
export interface KindRefresh {
  readonly outcome: KindRefreshOutcome;
  /** How many entities were put into the cache. */
  readonly cached: number;
}

/** What a refresh did. */
export interface CacheRefresh {
  readonly users: KindRefresh;
  readonly products: KindRefresh;
  readonly durationMs: number;
}

/**
 * Replaces the cached users and products by the selection's next ones, then marks them as cached. Rejects with
 * the PortError of the cache or the repository; the set that was cached before then stays, and rows that were
 * cached without being marked take their turn again.
 */
export async function refreshCache(
  { cache, repository, clock }: RefreshCacheDependencies,
  selection: CacheSelection,
): Promise<CacheRefresh> {
  const startedAt = clock.monotonic();
  const users = await refreshKind('users', cache, repository, selection);
  const products = await refreshKind('products', cache, repository, selection);
  return { users, products, durationMs: clock.monotonic() - startedAt };
}

async function refreshKind(
  kind: CachedKind,
  cache: EntityCache,
  repository: ShopRepository,
  selection: CacheSelection,
): Promise<KindRefresh> {
  const ticket = await cache.beginRefresh(kind);
  const entities = await selectEntities(kind, repository, selection);
  if (entities.length === 0) return { outcome: 'empty', cached: 0 };
  const outcome = await cache.replaceAll(kind, entities, { ticket });
  if (outcome === 'superseded') return { outcome, cached: 0 };
  await repository.markCached(
    kind,
    entities.map(({ id }) => id),
  );
  return { outcome, cached: entities.length };
}

/** Each segment is asked for a whole batch, so that it can fill what the other lacks. */
async function selectEntities(
  kind: CachedKind,
  repository: ShopRepository,
  selection: CacheSelection,
): Promise<readonly CachedEntity[]> {
  const plan = planSegments(kind, selection);
  const candidates: (readonly CachedEntity[])[] = [];
  for (const { segment } of plan) {
    candidates.push(await repository.cacheCandidates(kind, segment, selection.batchSize));
  }
  return fillPlaces(plan, candidates);
}
