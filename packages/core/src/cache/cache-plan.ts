import type { CachedEntity } from '../ports/entity-cache.js';
import type { AgingSelection, CacheSelection } from './cache-selection.js';

/** The number of places for the first rows of a segment. */
export interface SegmentQuota {
  readonly segment: string;
  readonly quota: number;
}

/** The segments that a refresh takes from, in their order of precedence; the quotas add up to the batch. */
export function planSegments(selection: CacheSelection): readonly SegmentQuota[] {
  if (selection.strategy === 'aging') {
    const quota = agingQuota(selection);
    return [
      { segment: 'never-cached', quota },
      { segment: 'longest-cached', quota: selection.batchSize - quota },
    ];
  }
  const { batchSize, strata } = selection;
  let left = batchSize;
  return strata.map(({ segment, share }, place) => {
    const isLast = place === strata.length - 1;
    const quota = isLast ? left : Math.min(left, Math.round(batchSize * share));
    left -= quota;
    return { segment, quota };
  });
}

/**
 * Fills the places of a plan with candidates, each list in its segment's order. First every segment gets rows up to
 * its quota; the places left over go to the remaining candidates, in the order of the segments. No row is taken twice.
 */
export function fillPlaces(
  plan: readonly SegmentQuota[],
  candidates: readonly (readonly CachedEntity[])[],
): readonly CachedEntity[] {
  return fill(plan, candidates).filled;
}

/** The filled places, and the segments, by their place in the plan, that had fewer candidates than it wanted. */
export function fill(
  plan: readonly SegmentQuota[],
  candidates: readonly (readonly CachedEntity[])[],
): { readonly filled: readonly CachedEntity[]; readonly exhausted: ReadonlySet<number> } {
  const batchSize = plan.reduce((sum, { quota }) => sum + quota, 0);
  const taken = new Map<string, CachedEntity>();
  const exhausted = new Set<number>();
  const takeFrom = (index: number, count: number): void => {
    if (take(taken, candidates[index] ?? [], count) > 0) exhausted.add(index);
  };
  plan.forEach(({ quota }, index) => takeFrom(index, quota));
  candidates.forEach((_rest, index) => takeFrom(index, batchSize - taken.size));
  return { filled: [...taken.values()], exhausted };
}

/**
 * How many refreshes a row waits at most under aging: a row that arrives, or is cached, when the read model has `rows`
 * rows (itself included) is cached within ⌈rows / s⌉ refreshes. Here s is the smaller of the two quotas; rows that
 * arrive later do not count. Proof: before a row that was never cached come only earlier arrivals, of which each
 * refresh takes at least s. Before a row that was cached come only rows of its own turn or an earlier one; each
 * refresh takes at least s of them and marks them as later than it.
 */
export function agingBound(
  rows: number,
  selection: Pick<AgingSelection, 'batchSize' | 'newDataRatio'>,
): number {
  const newQuota = agingQuota(selection);
  return Math.ceil(rows / Math.min(newQuota, selection.batchSize - newQuota));
}

/** Each side gets at least one place, or its rows would starve. */
function agingQuota({
  batchSize,
  newDataRatio,
}: Pick<AgingSelection, 'batchSize' | 'newDataRatio'>): number {
  return Math.min(Math.max(Math.round(batchSize * newDataRatio), 1), batchSize - 1);
}

/** Returns how many of `count` it could not take. */
function take(
  taken: Map<string, CachedEntity>,
  candidates: readonly CachedEntity[],
  count: number,
): number {
  let left = count;
  for (const candidate of candidates) {
    if (left <= 0) return 0;
    if (taken.has(candidate.id)) continue;
    taken.set(candidate.id, candidate);
    left -= 1;
  }
  return left;
}
