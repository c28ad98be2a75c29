/** A value as JSON can show it. */
export type ShownJson =
  string | number | boolean | null | readonly ShownJson[] | { readonly [name: string]: ShownJson };

const mostDepth = 40;

/**
 * Any value of a domain as JSON: a state may have maps, sets, dates or whole numbers without limit, which JSON lacks. What
 * is too deep, a cycle among it, becomes `…`.
 */
export function shownValue(value: unknown, depth = 0): ShownJson {
  if (depth > mostDepth) return '…';
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value !== 'object') return value === undefined ? null : `(${typeof value})`;
  return shownObject(value, depth + 1);
}

function shownObject(value: object, depth: number): ShownJson {
  if (Array.isArray(value)) return value.map((each) => shownValue(each, depth));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (value instanceof Set) return [...value].map((each) => shownValue(each, depth));
  if (value instanceof Map)
    return fromEntries(
      [...value].map(([key, each]) => [text(key), each]),
      depth,
    );
  return fromEntries(Object.entries(value), depth);
}

function fromEntries(entries: readonly (readonly [string, unknown])[], depth: number): ShownJson {
  return Object.fromEntries(
    entries
      .filter(([, each]) => each !== undefined)
      .map(([name, each]) => [name, shownValue(each, depth)]),
  );
}

function text(key: unknown): string {
  return typeof key === 'string' ? key : JSON.stringify(shownValue(key));
}
