/**
 * Lists the places in which two values differ, one per line: `[0].data.price: expected 10, but it
 * is 12`. Objects are compared by their fields, and an absent field equals undefined. Maps and sets
 * are compared by their content, in any order.
 */
export function findDifferences(expected: unknown, actual: unknown, path = ''): readonly string[] {
  if (Object.is(expected, actual) || expected === actual) return [];
  if (Array.isArray(expected) && Array.isArray(actual)) return inFields(expected, actual, path);
  if (isPlain(expected) && isPlain(actual)) return inFields(expected, actual, path);
  const [one, other] = [contentOf(expected), contentOf(actual)];
  if (one !== undefined && other !== undefined) return findDifferences(one, other, path);
  return [
    `${path === '' ? 'value' : path}: expected ${shown(expected)}, but it is ${shown(actual)}`,
  ];
}

/** The first differences, to append to a message. */
export function describeDifferences(differences: readonly string[]): string {
  const lines = differences.slice(0, mostLines).map((line) => `\n  ${line}`);
  const more = differences.length - lines.length;
  return lines.join('') + (more > 0 ? `\n  and ${String(more)} more` : '');
}

/** Formats a value as short text, as JSON if possible. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text: unknown = JSON.stringify(contentOf(value) ?? value, (_name, field: unknown) =>
    typeof field === 'bigint' ? String(field) : field,
  );
  const whole = typeof text === 'string' ? text : typeof value;
  return whole.length > longestValue ? `${whole.slice(0, longestValue)}…` : whole;
}

const mostLines = 10;
const longestValue = 200;

type Fields = Readonly<Record<string, unknown>>;

function inFields(
  expected: Fields | readonly unknown[],
  actual: Fields | readonly unknown[],
  path: string,
): readonly string[] {
  const isList = Array.isArray(expected);
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names].flatMap((name) =>
    findDifferences(
      (expected as Fields)[name],
      (actual as Fields)[name],
      isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`,
    ),
  );
}

function isPlain(value: unknown): value is Fields {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    contentOf(value) === undefined
  );
}

/** The content of a map, a set or a date in a comparable form; undefined for other values. */
function contentOf(value: unknown): unknown {
  if (value instanceof Date) return `date ${String(value.getTime())}`;
  if (value instanceof Set) return [...(value as Set<unknown>)].sort(byText);
  if (value instanceof Map) return [...(value as Map<unknown, unknown>)].sort(byText);
  return undefined;
}

function byText(one: unknown, other: unknown): number {
  return shown(one) < shown(other) ? -1 : 1;
}
