import type { Clock } from '../ports/clock.js';
import type { EntityCache } from '../ports/entity-cache.js';
import type { Repository } from '../ports/repository.js';
import type { KindSelection } from './cache-selection.js';
import { selectEntities } from './select-entities.js';

/** What a refresh uses. */
export interface RefreshCacheDependencies {
  readonly cache: EntityCache;
  readonly repository: Repository;
  readonly clock: Clock;
}

/**
 * The outcome for one kind: `replaced`; `superseded` by a refresh that began later; or `empty`, if there are no rows
 * and the cache was left unchanged.
 */
export type KindRefreshOutcome = 'replaced' | 'superseded' | 'empty';

/** The refresh of one kind. */
export interface KindRefresh {
  readonly outcome: KindRefreshOutcome;
  /** How many entities were put into the cache. */
  readonly cached: number;
}

/** The result of a refresh. */
export interface CacheRefresh {
  /** By the name of the kind, in the order of the selections. */
  readonly kinds: Readonly<Record<string, KindRefresh>>;
  readonly durationMs: number;
}

/**
 * Replaces the cached entities of each kind by the next rows of its selection, then marks these as cached. Kinds are
 * refreshed one after another. Rejects with the PortError of the cache or the repository: the kind that failed keeps
 * its cached entities, and rows that were cached but not marked are selected again.
 */
export async function refreshCache(
  dependencies: RefreshCacheDependencies,
  selections: readonly KindSelection[],
): Promise<CacheRefresh> {
  const { clock } = dependencies;
  const startedAt = clock.monotonic();
  const kinds: Record<string, KindRefresh> = {};
  for (const each of selections) kinds[each.kind.name] = await refreshKind(dependencies, each);
  return { kinds, durationMs: clock.monotonic() - startedAt };
}

async function refreshKind(
  { cache, repository }: RefreshCacheDependencies,
  selected: KindSelection,
): Promise<KindRefresh> {
  const { kind } = selected;
  const ticket = await cache.beginRefresh(kind.name);
  const entities = await selectEntities(repository, selected);
  if (entities.length === 0) return { outcome: 'empty', cached: 0 };
  const outcome = await cache.replaceAll(kind.name, entities, { ticket });
  if (outcome === 'superseded') return { outcome, cached: 0 };
  await repository.markCached(
    kind,
    entities.map(({ id }) => id),
  );
  return { outcome, cached: entities.length };
}
