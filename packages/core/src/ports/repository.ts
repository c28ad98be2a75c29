import type { CachedEntityKind } from '../cache/cached-entity-kind.js';
import type { CachedEntity } from './entity-cache.js';

/**
 * Selects rows of read models for the cache, and marks which rows were cached when. Every method rejects with a
 * RangeError if the kind is not valid: see {@link assertCachedEntityKind}.
 */
export interface Repository {
  /**
   * The first `limit` rows of a segment, in its order; rows that compare equal come in order of arrival. The data
   * holds the columns of the read model: decimals as numbers if that is exact, timestamps in UTC, no operational
   * columns. Rejects with a RangeError if the kind has no such segment.
   */
  candidates(
    kind: CachedEntityKind,
    segment: string,
    limit: number,
  ): Promise<readonly CachedEntity[]>;
  /**
   * Marks rows as cached in this turn, all or none. The mark is the same for all of them and later than every earlier
   * mark of the kind, whatever any clock says. Ids that do not exist are ignored.
   */
  markCached(kind: CachedEntityKind, ids: readonly string[]): Promise<void>;
}
