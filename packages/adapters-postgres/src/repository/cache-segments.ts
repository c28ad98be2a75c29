import type { CachedKind, CacheSegment } from '@foldmart/core';
import { canonicalExpression } from '../read-models/column-values.js';
import type { ModelTable } from '../read-models/model-table.js';

/** Which rows, and in which order. Written so that the indexes of the read models give that order. */
interface SegmentQuery {
  readonly where: string;
  readonly orderBy: string;
}

const cachingSegments = {
  'never-cached': {
    where: 't.last_cached_at IS NULL',
    orderBy: 't.last_cached_at NULLS FIRST, t.arrival NULLS FIRST',
  },
  'longest-cached': {
    where: 't.last_cached_at IS NOT NULL',
    orderBy: 't.last_cached_at NULLS FIRST, t.arrival NULLS FIRST',
  },
} as const;

const segments: Readonly<
  Record<CachedKind, Readonly<Partial<Record<CacheSegment, SegmentQuery>>>>
> = {
  users: {
    ...cachingSegments,
    buyers: {
      where: 't.last_ordered_at IS NOT NULL',
      orderBy: 't.last_ordered_at NULLS FIRST, t.arrival NULLS FIRST',
    },
    'non-buyers': {
      where: 't.last_ordered_at IS NULL',
      orderBy: 't.created_at DESC NULLS LAST, t.arrival',
    },
  },
  products: {
    ...cachingSegments,
    popular: { where: 'true', orderBy: 't.order_count DESC NULLS LAST, t.arrival' },
    newest: { where: 'true', orderBy: 't.created_at DESC NULLS LAST, t.arrival' },
  },
};

/** The query for the first $1 rows of a segment of a table, with the columns that events write. */
export type SegmentText = (table: ModelTable) => string;

/** The query for a segment; undefined where rows of this kind have no such segment. */
export function segmentText(kind: CachedKind, segment: CacheSegment): SegmentText | undefined {
  const query = segments[kind][segment];
  if (query === undefined) return undefined;
  return ({ columns, name }) => {
    const selected = columns.map((column) => canonicalExpression(column, 't')).join(', ');
    return `SELECT ${selected} FROM ${name} t WHERE ${query.where} ORDER BY ${query.orderBy} LIMIT $1`;
  };
}
