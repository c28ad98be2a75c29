import type { CachedEntity } from '../ports/entity-cache.js';
import type { CachedKind, CacheSegment } from '../ports/repository.js';

/** How the rows to cache are chosen. */
export type CacheStrategy = 'aging' | 'stratified';

/** The numbers of a selection; a share is of `batchSize`, the rest of it goes to the other segment. */
export interface CacheSelection {
  readonly strategy: CacheStrategy;
  /** Entities of each kind, from 2. */
  readonly batchSize: number;
  /** Aging: the share of rows that were never cached. */
  readonly newDataRatio: number;
  /** Stratified: the share of users who have bought. */
  readonly buyersRatio: number;
  /** Stratified: the share of popular products. */
  readonly popularRatio: number;
}

/** Aging, 1,000 of each kind, half of them new; 600 + 400 users and 700 + 300 products where stratified. */
export const defaultCacheSelection: CacheSelection = {
  strategy: 'aging',
  batchSize: 1_000,
  newDataRatio: 0.5,
  buyersRatio: 0.6,
  popularRatio: 0.7,
};

/** So many places for the first rows of a segment. */
export interface SegmentQuota {
  readonly segment: CacheSegment;
  readonly quota: number;
}

/** The segments a refresh takes from, in the order of their choice; the quotas add up to the batch. */
export function planSegments(
  kind: CachedKind,
  selection: CacheSelection,
): readonly [SegmentQuota, SegmentQuota] {
  const { strategy, batchSize } = selection;
  if (strategy === 'aging') {
    return split('never-cached', 'longest-cached', batchSize, sharedQuota(selection));
  }
  return kind === 'users'
    ? split('buyers', 'non-buyers', batchSize, Math.round(batchSize * selection.buyersRatio))
    : split('popular', 'newest', batchSize, Math.round(batchSize * selection.popularRatio));
}

/**
 * Fills the places of a plan with candidates, each list in its segment's order: first every segment up to its quota,
 * then what is left over goes to whatever candidates remain, in the order of the segments. Nothing is taken twice.
 */
export function fillPlaces(
  plan: readonly SegmentQuota[],
  candidates: readonly (readonly CachedEntity[])[],
): readonly CachedEntity[] {
  const batchSize = plan.reduce((sum, { quota }) => sum + quota, 0);
  const taken = new Map<string, CachedEntity>();
  plan.forEach(({ quota }, index) => take(taken, candidates[index] ?? [], quota));
  for (const rest of candidates) take(taken, rest, batchSize - taken.size);
  return [...taken.values()];
}

/**
 * How long aging lets a row wait, in refreshes: a row that comes, or is cached, when the read model has `rows` rows
 * (itself included) is cached (again) within ⌈rows / s⌉ refreshes, where s is the smaller of the two
 * quotas, whatever number of rows arrives meanwhile. For a row that was never cached has only the earlier ones before it, of
 * which each refresh takes at least s; and a row that was cached has only rows of its own turn or an earlier one before it,
 * of which each refresh takes at least s and marks them as later than it.
 */
export function agingBound(
  rows: number,
  selection: Pick<CacheSelection, 'batchSize' | 'newDataRatio'>,
): number {
  const newQuota = sharedQuota(selection);
  return Math.ceil(rows / Math.min(newQuota, selection.batchSize - newQuota));
}

/** Neither side of aging is left without a place, or its rows would starve. */
function sharedQuota({
  batchSize,
  newDataRatio,
}: Pick<CacheSelection, 'batchSize' | 'newDataRatio'>): number {
  return Math.min(Math.max(Math.round(batchSize * newDataRatio), 1), batchSize - 1);
}

function split(
  first: CacheSegment,
  second: CacheSegment,
  batchSize: number,
  quota: number,
): readonly [SegmentQuota, SegmentQuota] {
  return [
    { segment: first, quota },
    { segment: second, quota: batchSize - quota },
  ];
}

function take(
  taken: Map<string, CachedEntity>,
  candidates: readonly CachedEntity[],
  count: number,
): void {
  let left = count;
  for (const candidate of candidates) {
    if (left <= 0) return;
    if (taken.has(candidate.id)) continue;
    taken.set(candidate.id, candidate);
    left -= 1;
  }
}
