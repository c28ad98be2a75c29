import type { ShownJson } from './shown-value.js';

/** A value that differs between two states. Absent sides are undefined. */
export interface Change {
  /** Names and indexes from the root. */
  readonly path: readonly string[];
  readonly before: ShownJson | undefined;
  readonly after: ShownJson | undefined;
}

/** What differs between two values, as deep as they have the same shape. */
export function changesBetween(
  before: ShownJson | undefined,
  after: ShownJson | undefined,
  path: readonly string[] = [],
): readonly Change[] {
  if (isSame(before, after)) return [];
  if (!isParent(before) || !isParent(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, before, after }];
  }
  const [left, right] = [entriesOf(before), entriesOf(after)];
  const names = [...new Set([...left.keys(), ...right.keys()])];
  return names.flatMap((name) => changesBetween(left.get(name), right.get(name), [...path, name]));
}

/** The name of a place in a state: `lines[2].price`, or `(state)` for the whole. */
export function pathText(path: readonly string[]): string {
  if (path.length === 0) return '(state)';
  return path.reduce((text, part) => {
    if (/^\d+$/.test(part)) return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

type Parent = readonly ShownJson[] | Readonly<Record<string, ShownJson>>;

function isParent(value: ShownJson | undefined): value is Parent {
  return typeof value === 'object' && value !== null;
}

function entriesOf(value: Parent): ReadonlyMap<string, ShownJson> {
  return new Map(Object.entries(value));
}

function isSame(one: ShownJson | undefined, other: ShownJson | undefined): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
