import { segmentOf, type CachedEntityKind } from '@foldmart/core';
import { quoted } from '../connection/statement.js';
import { canonicalExpression } from '../read-models/column-values.js';
import type { ModelTable } from '../read-models/model-table.js';

/** The query for the first $1 rows of a segment of a table, with the columns that events write. */
export type SegmentText = (table: ModelTable) => string;

/**
 * The query for a segment. Its order is the one of an index of the read model, read forwards or backwards. Throws
 * RangeError if the kind has no such segment.
 */
export function segmentText(kind: CachedEntityKind, segmentName: string): SegmentText {
  const { where, orderBy } = segmentOf(kind, segmentName);
  const condition =
    where === undefined
      ? 'true'
      : `t.${quoted(where.column)} IS ${where.is === 'null' ? 'NULL' : 'NOT NULL'}`;
  const order = orderBy.map(({ column, direction }) =>
    direction === 'ascending'
      ? `t.${quoted(column)} NULLS FIRST`
      : `t.${quoted(column)} DESC NULLS LAST`,
  );
  // Only the index's own order of nulls is an order that the index gives, even for a column without any.
  const isForwards = orderBy[0].direction === 'ascending';
  const arrival = `t.${quoted(kind.model.arrival ?? '')}${isForwards ? ' NULLS FIRST' : ''}`;
  return ({ columns, name }) => {
    const selected = columns.map((column) => canonicalExpression(column, 't')).join(', ');
    return `SELECT ${selected} FROM ${name} t WHERE ${condition} ORDER BY ${[...order, arrival].join(', ')} LIMIT $1`;
  };
}
