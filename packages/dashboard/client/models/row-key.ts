import type { ModelView, ShownRow } from '../../src/views/model-view.js';

/** The key of a row as it stands in addresses: a JSON object. */
export function keyText({ key }: ModelView, row: ShownRow): string {
  return JSON.stringify(Object.fromEntries(key.map((column) => [column, row[column] ?? null])));
}
