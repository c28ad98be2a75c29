import { canonicalJson } from '../../values/canonical-json.js';
import type { ReadModel, Row } from '../read-model.js';

const sortedColumns = new WeakMap<ReadModel, readonly string[]>();

/**
 * The canonical JSON of a model's name and a row: the same text for rows that are equal in the columns that events write.
 * Most rows have plain values only, whose order is the columns'.
 */
export function canonicalText(model: ReadModel, row: Row): string {
  const columns: Record<string, unknown> = {};
  let isPlain = true;
  for (const name of columnsInOrder(model)) {
    const value = row[name] ?? null;
    columns[name] = value;
    isPlain &&= typeof value !== 'object' || value === null;
  }
  const named = [model.name, columns];
  return isPlain ? JSON.stringify(named) : canonicalJson(named);
}

function columnsInOrder(model: ReadModel): readonly string[] {
  const known = sortedColumns.get(model);
  if (known !== undefined) return known;
  const sorted = Object.keys(model.columns).sort();
  sortedColumns.set(model, sorted);
  return sorted;
}
