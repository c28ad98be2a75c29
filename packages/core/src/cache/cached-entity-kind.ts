import type { ReadModel } from '../projections/read-model.js';

/** The operational column that holds when a row was cached last. */
export const cachedAtColumn = 'last_cached_at';

/** One column of a segment's order; null is the lowest value of every column. */
export interface SegmentOrder {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

/** A group of rows in the order in which the cache takes them. Rows that compare equal go by arrival. */
export interface CacheSegment {
  /** Which rows belong to the segment; absent for all rows. */
  readonly where?: { readonly column: string; readonly is: 'null' | 'not-null' };
  /** From the most significant column; all columns have the same direction, and an index holds them in this order. */
  readonly orderBy: readonly [SegmentOrder, ...SegmentOrder[]];
}

/**
 * Entities that the cache holds a sample of: the rows of one read model. The model needs
 *
 * - a key of one column;
 * - the operational column `last_cached_at` of type `timestamp`;
 * - an `arrival` column;
 * - the index `['last_cached_at', <arrival>]`, and for each segment an index on its order followed by the arrival.
 *
 * `cacheable` adds all but the key.
 */
export interface CachedEntityKind {
  /** The kind's name in the cache. */
  readonly name: string;
  readonly model: ReadModel;
  /** Segments by name, beside the two that every kind has: `never-cached` and `longest-cached`. */
  readonly segments?: Readonly<Record<string, CacheSegment>>;
}

const byLastCached: CacheSegment['orderBy'] = [{ column: cachedAtColumn, direction: 'ascending' }];

const builtInSegments: Readonly<Record<string, CacheSegment>> = {
  'never-cached': { where: { column: cachedAtColumn, is: 'null' }, orderBy: byLastCached },
  'longest-cached': { where: { column: cachedAtColumn, is: 'not-null' }, orderBy: byLastCached },
};

/** All segments of a kind by name, the built-in ones included. */
export function segmentsOf({ segments }: CachedEntityKind): Readonly<Record<string, CacheSegment>> {
  return { ...segments, ...builtInSegments };
}

/** The segment of this name. Throws RangeError if the kind has none. */
export function segmentOf(kind: CachedEntityKind, name: string): CacheSegment {
  const segments = segmentsOf(kind);
  const segment = Object.hasOwn(segments, name) ? segments[name] : undefined;
  if (segment === undefined) throw new RangeError(`${kind.name} have no segment ${name}.`);
  return segment;
}
