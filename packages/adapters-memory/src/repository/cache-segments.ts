import type { CachedKind, CacheSegment, Row, RowEntry } from '@foldmart/core';

/** Which rows belong to a segment, and which of two comes first where that is not by arrival. */
interface SegmentRule {
  readonly kinds: readonly CachedKind[];
  readonly includes: (row: Row) => boolean;
  readonly compare: (one: Row, other: Row) => number;
}

const rules: Readonly<Record<CacheSegment, SegmentRule>> = {
  'never-cached': {
    kinds: ['users', 'products'],
    includes: isNull('last_cached_at'),
    compare: () => 0,
  },
  'longest-cached': {
    kinds: ['users', 'products'],
    includes: isThere('last_cached_at'),
    compare: ascending('last_cached_at'),
  },
  buyers: {
    kinds: ['users'],
    includes: isThere('last_ordered_at'),
    compare: ascending('last_ordered_at'),
  },
  'non-buyers': {
    kinds: ['users'],
    includes: isNull('last_ordered_at'),
    compare: descending('created_at'),
  },
  popular: {
    kinds: ['products'],
    includes: () => true,
    compare: descending('order_count'),
  },
  newest: {
    kinds: ['products'],
    includes: () => true,
    compare: descending('created_at'),
  },
};

/** The first `limit` rows of a segment, in its order. */
export function firstOfSegment(
  entries: Iterable<RowEntry>,
  kind: CachedKind,
  segment: CacheSegment,
  limit: number,
): readonly Row[] {
  const { kinds, includes, compare } = rules[segment];
  if (!kinds.includes(kind)) return [];
  return [...entries]
    .filter(({ row }) => includes(row))
    .sort((one, other) => compare(one.row, other.row) || one.arrival - other.arrival)
    .slice(0, limit)
    .map(({ row }) => row);
}

function isNull(column: string): (row: Row) => boolean {
  return (row) => row[column] === null;
}

function isThere(column: string): (row: Row) => boolean {
  return (row) => row[column] !== null;
}

/** Null values sort first. */
function ascending(column: string): (one: Row, other: Row) => number {
  return (one, other) => compareValues(one[column], other[column]);
}

function descending(column: string): (one: Row, other: Row) => number {
  return (one, other) => compareValues(other[column], one[column]);
}

function compareValues(one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return (one as string | number) < (other as string | number) ? -1 : 1;
}
