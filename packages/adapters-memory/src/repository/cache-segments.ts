import {
  compareDecimals,
  compareUtf8,
  segmentOf,
  type CachedEntityKind,
  type CacheSegment,
  type ColumnType,
  type ReadModel,
  type Row,
  type RowEntry,
} from '@foldmart/core';

/** The first `limit` rows of a segment, in its order. Throws RangeError if the kind has no such segment. */
export function firstOfSegment(
  entries: Iterable<RowEntry>,
  kind: CachedEntityKind,
  segmentName: string,
  limit: number,
): readonly Row[] {
  const segment = segmentOf(kind, segmentName);
  const compare = comparing(kind.model, segment);
  return [...entries]
    .filter(({ row }) => isIn(segment, row))
    .sort((one, other) => compare(one.row, other.row) || one.arrival - other.arrival)
    .slice(0, limit)
    .map(({ row }) => row);
}

function isIn({ where }: CacheSegment, row: Row): boolean {
  if (where === undefined) return true;
  const isNull = (row[where.column] ?? null) === null;
  return isNull === (where.is === 'null');
}

function comparing(model: ReadModel, { orderBy }: CacheSegment): (one: Row, other: Row) => number {
  const columns = orderBy.map(({ column, direction }) => ({
    column,
    type: model.columns[column] ?? model.operational?.[column] ?? 'text',
    sign: direction === 'ascending' ? 1 : -1,
  }));
  return (one, other) => {
    for (const { column, type, sign } of columns) {
      const difference = compareValues(type, one[column] ?? null, other[column] ?? null);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}

/** Null is the lowest value. */
function compareValues(type: ColumnType, one: unknown, other: unknown): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  if (type === 'text') return compareUtf8(one as string, other as string);
  if (type === 'decimal') return compareDecimals(one as string, other as string);
  return (one as string | number | boolean) < (other as string | number | boolean) ? -1 : 1;
}
