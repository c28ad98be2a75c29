import type { CachedEntity } from './entity-cache.js';

/** The entities that are cached. */
export type CachedKind = 'users' | 'products';

/**
 * A group of rows in the order in which the cache takes them; ties go by arrival.
 *
 * - `never-cached`: first come, first
 * - `longest-cached`: cached before, the one whose turn is longest ago first
 * - `buyers`: users who have ordered, the one whose last order is longest ago first
 * - `non-buyers`: users who never ordered, the newest account first
 * - `popular`: products by number of orders, the most first
 * - `newest`: products by creation, the newest first
 */
export type CacheSegment =
  'never-cached' | 'longest-cached' | 'buyers' | 'non-buyers' | 'popular' | 'newest';

/** How many rows the shop's read models hold. */
export interface ShopCounts {
  readonly users: number;
  readonly products: number;
  readonly orders: number;
}

/** What the shop asks of its read models. */
export interface ShopRepository {
  /**
   * The first `limit` rows of a segment, each with the columns of its read model as data: decimals as
   * numbers where that is exact, timestamps in UTC, operational columns left out. A segment of the other kind is empty.
   */
  cacheCandidates(
    kind: CachedKind,
    segment: CacheSegment,
    limit: number,
  ): Promise<readonly CachedEntity[]>;
  /**
   * Marks rows as cached in this turn, all or none: later than every turn before, whatever any clock says, and the
   * same for all of them. Ids that do not exist are passed over.
   */
  markCached(kind: CachedKind, ids: readonly string[]): Promise<void>;
  counts(): Promise<ShopCounts>;
}
