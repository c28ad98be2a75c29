/**
 * Whether two JSON values are equal: numbers by value, objects regardless of the order of their
 * fields.
 */
export function jsonEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return false;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && arraysEqual(one, other);
  }
  return objectsEqual(one as Readonly<Record<string, unknown>>, other);
}

function arraysEqual(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => jsonEqual(item, other[index]));
}

function objectsEqual(one: Readonly<Record<string, unknown>>, other: object): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  const fields = other as Readonly<Record<string, unknown>>;
  return names.every((name) => Object.hasOwn(other, name) && jsonEqual(one[name], fields[name]));
}
