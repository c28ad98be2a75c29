import type { ModelView, ShownRow } from '../../src/views/model-view.js';

/** The key of a row as it stands in addresses: a JSON object. */
export function keyText({ key }: ModelView, row: ShownRow): string {
  return JSON.stringify(Object.fromEntries(key.map((column) => [column, row[column] ?? null])));
}

/** The values of a key as it stands in addresses. */
export function keyValues(text: string): string {
  try {
    return Object.values(JSON.parse(text) as object).join(' · ');
  } catch {
    return text;
  }
}
